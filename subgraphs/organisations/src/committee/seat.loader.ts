import { byId, createPageLoader, type PageLoader } from "@gongjian/shared/page-loader";
import type { DataSource } from "typeorm";
import type { SeatRow } from "./seat.row.ts";

export type SeatsLoader = PageLoader<SeatRow>;

/** The columns of `SeatRow` under its property names. */
export const SEAT_COLUMNS = `id, committee_id as "committeeId", organisation_id as "organisationId",
  role, state, since, until`;

/** The seats of committees: every one, or those that have not ended. */
export function createSeatsLoader(db: DataSource, which: "every" | "open"): SeatsLoader {
  return createPageLoader<SeatRow>(db, {
    columns: SEAT_COLUMNS,
    from: "seat",
    belongs: `committee_id = page.parent${which === "open" ? " and state <> 'ENDED'" : ""}`,
    parent: "uuid",
    order: byId("seat"),
  });
}

import type { DataSource } from "typeorm";
import { createPageLoader, type PageKey, type PageLoader } from "../page-loader.ts";
import type { SeatRow } from "./seat.row.ts";

export interface SeatPageKey extends PageKey {
  readonly includeEnded: boolean;
}

export type SeatPageLoader = PageLoader<SeatPageKey, SeatRow>;

/** The columns of `SeatRow` under its property names. */
export const SEAT_COLUMNS = `id, committee_id as "committeeId", organisation_id as "organisationId",
  role, state, since, until`;

const PAGES = `
  select (page.ordinal - 1)::integer as ordinal, seat.*
  from unnest($1::uuid[], $2::integer[], $3::uuid[], $4::boolean[])
    with ordinality as page (parent, "first", after, ended, ordinal)
  cross join lateral (
    select ${SEAT_COLUMNS} from seat
    where committee_id = page.parent
      and (page.after is null or id > page.after)
      and (page.ended or state <> 'ENDED')
    order by id limit page.first + 1
  ) seat
  order by page.ordinal, seat.id
`;

/** Pages of the seats of committees, one statement for all that a request asks for at once. */
export function createSeatPageLoader(db: DataSource): SeatPageLoader {
  return createPageLoader((keys) =>
    db.query<(SeatRow & { ordinal: number })[]>(PAGES, [
      keys.map(({ parentId }) => parentId),
      keys.map(({ first }) => first),
      keys.map(({ after }) => after),
      keys.map(({ includeEnded }) => includeEnded),
    ]),
  );
}

import DataLoader from "dataloader";
import type { DataSource } from "typeorm";
import { isUuid } from "../uuid.ts";
import type { CommitteeRow } from "./committee.row.ts";

/** A committee with the unit that holds its leading seat now. */
export interface CommitteeView extends CommitteeRow {
  readonly leadOrganisationId: string | null;
}

export type CommitteeLoader = DataLoader<string, CommitteeView | null>;

/** The columns of a `CommitteeView`; the lead is whoever holds the open leading seat, of which there is one. */
export const COMMITTEE_COLUMNS = `committee.id, committee.name, committee.area_code as "areaCode",
  (select organisation_id from seat
   where committee_id = committee.id and role = 'LEAD' and state <> 'ENDED') as "leadOrganisationId"`;

export function createCommitteeLoader(db: DataSource): CommitteeLoader {
  return new DataLoader(async (ids) => {
    const rows = await db.query<CommitteeView[]>(
      `select ${COMMITTEE_COLUMNS} from committee where id = any($1)`,
      [ids.filter(isUuid)],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
  });
}

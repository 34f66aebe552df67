import { createRowLoader, type RowLoader } from "@gongjian/shared/row-loader";
import type { DataSource } from "typeorm";
import type { CommitteeRow } from "./committee.row.ts";

/** A committee with the unit that holds its leading seat now. */
export interface CommitteeView extends CommitteeRow {
  readonly leadOrganisationId: string | null;
  readonly seatedUnitIds: string[];
}

export type CommitteeLoader = RowLoader<CommitteeView>;

/** The columns of a `CommitteeView`; the lead is whoever holds the open leading seat, of which there is one. */
export const COMMITTEE_COLUMNS = `committee.id, committee.name, committee.area_code as "areaCode",
  (select organisation_id from seat
   where committee_id = committee.id and role = 'LEAD' and state <> 'ENDED') as "leadOrganisationId",
  array(select organisation_id from seat
   where committee_id = committee.id and state = 'SERVING' order by id) as "seatedUnitIds"`;

export function createCommitteeLoader(db: DataSource): CommitteeLoader {
  return createRowLoader((ids) =>
    db.query<CommitteeView[]>(`select ${COMMITTEE_COLUMNS} from committee where id = any($1)`, [ids]),
  );
}

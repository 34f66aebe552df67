import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { OrganisationRow } from "../organisation/organisation.row.ts";
import { CommitteeRow } from "./committee.row.ts";
import type { SeatRole, SeatState } from "./seat-state.ts";

/** A unit's seat on a committee. A unit has at most one that has not ended; a committee one lead. */
@Entity("seat")
@Index("seat_open_key", { synchronize: false })
@Index("seat_open_lead_key", { synchronize: false })
@Index("seat_organisation_id_idx", ["organisationId"])
@Index("seat_committee_id_idx", ["committeeId", "id"])
@Check("seat_role_known", "role in ('LEAD', 'MEMBER')")
@Check("seat_state_known", "state in ('INVITED', 'SERVING', 'ENDED')")
@Check("seat_dates_fit_state", "state = 'ENDED'")
@Check("seat_ends_after_start", "until >= since")
export class SeatRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "seat_pkey" })
  id!: string;

  @ForeignKey(() => CommitteeRow, { name: "seat_committee_fkey" })
  @Column("uuid", { name: "committee_id" })
  committeeId!: string;

  @ForeignKey(() => OrganisationRow, { name: "seat_organisation_fkey" })
  @Column("uuid", { name: "organisation_id" })
  organisationId!: string;

  @Column("text")
  role!: SeatRole;

  @Column("text")
  state!: SeatState;

  @Column("date", { nullable: true })
  since!: string | null;

  @Column("date", { nullable: true })
  until!: string | null;
}

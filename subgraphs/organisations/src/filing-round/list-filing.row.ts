import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { OrganisationRow } from "../organisation/organisation.row.ts";
import type { FilingList } from "./filing-list.ts";
import { FilingRoundRow } from "./filing-round.row.ts";

/** That a unit has to file a list in a round. Whether it did follows from what it published. */
@Entity("list_filing")
@Index("list_filing_duty_key", ["roundId", "organisationId", "list"], { unique: true })
@Index("list_filing_organisation_id_idx", ["organisationId", "id"])
export class ListFilingRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "list_filing_pkey" })
  id!: string;

  @ForeignKey(() => FilingRoundRow, { name: "list_filing_round_fkey" })
  @Column("uuid", { name: "round_id" })
  roundId!: string;

  @ForeignKey(() => OrganisationRow, { name: "list_filing_organisation_fkey" })
  @Column("uuid", { name: "organisation_id" })
  organisationId!: string;

  @Column("text")
  list!: FilingList;

  /** The committee's area, for row security. */
  @Column("text", { name: "area_code" })
  areaCode!: string;
}

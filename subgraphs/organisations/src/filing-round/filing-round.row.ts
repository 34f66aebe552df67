import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { CommitteeRow } from "../committee/committee.row.ts";
import type { FilingList } from "./filing-list.ts";

/** A round in which a committee's units file their lists; open until somebody closes it. */
@Entity("filing_round")
@Index("filing_round_name_key", ["committeeId", "name"], { unique: true })
@Index("filing_round_due_on_idx", ["committeeId", "dueOn", "id"])
@Index("filing_round_open_idx", { synchronize: false })
@Check("filing_round_name_not_empty", "name <> ''")
@Check("filing_round_lists_known", "cardinality(lists) > 0")
@Check("filing_round_ends_after_start", "due_on >= opens_on")
export class FilingRoundRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "filing_round_pkey" })
  id!: string;

  @ForeignKey(() => CommitteeRow, { name: "filing_round_committee_fkey" })
  @Column("uuid", { name: "committee_id" })
  committeeId!: string;

  @Column("text")
  name!: string;

  @Column("text", { array: true })
  lists!: FilingList[];

  @Column("date", { name: "opens_on" })
  opensOn!: string;

  @Column("date", { name: "due_on" })
  dueOn!: string;

  @Column("text", { name: "opened_by" })
  openedBy!: string;

  @Column("timestamptz", { name: "opened_at" })
  openedAt!: Date;

  @Column("timestamptz", { name: "closed_at", nullable: true })
  closedAt!: Date | null;
}

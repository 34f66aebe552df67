import { UnitRow } from "@gongjian/shared/database/unit-copy";
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/** That a unit was told of a day on which one of its lines ends or must be confirmed. */
@Entity("listing_notice")
@Index("listing_notice_key", ["rowId", "kind", "dueOn"], { unique: true })
@Index("listing_notice_unit_idx", ["unitId", "id"])
@Check("listing_notice_list_known", "list in ('resources', 'needs')")
@Check("listing_notice_kind_known", "kind in ('EXPIRES_IN_7_DAYS', 'EXPIRES_IN_1_DAY', 'CONFIRMATION_DUE')")
export class ListingNoticeRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "listing_notice_pkey" })
  id!: string;

  @Column("uuid", { name: "unit_id" })
  @ForeignKey(() => UnitRow, { name: "listing_notice_unit_fkey" })
  unitId!: string;

  @Column("text")
  list!: "resources" | "needs";

  /** The resource or the need. */
  @Column("uuid", { name: "row_id" })
  rowId!: string;

  @Column("text")
  kind!: "EXPIRES_IN_7_DAYS" | "EXPIRES_IN_1_DAY" | "CONFIRMATION_DUE";

  @Column("date", { name: "due_on" })
  dueOn!: string;

  @Column("timestamptz", { name: "noticed_at" })
  noticedAt!: Date;

  @Column("timestamptz", { name: "dismissed_at", nullable: true })
  dismissedAt!: Date | null;

  @Column("text", { name: "dismissed_by", nullable: true })
  dismissedBy!: string | null;
}

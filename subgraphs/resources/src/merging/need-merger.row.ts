import { Check, Column, Entity, ForeignKey, PrimaryColumn } from "typeorm";
import { NeedRow } from "../need/need.row.ts";

/** Several needs were merged into one; it is kept when that has been undone. */
@Entity("need_merger")
@Check("need_merger_kind_known", "kind in ('SIMILAR', 'SAME')")
@Check("need_merger_undone_whole", "num_nonnulls(undone_at, undone_by, undone_role) in (0, 3)")
export class NeedMergerRow {
  /** Also the id of the need that they were merged into. */
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "need_merger_pkey" })
  @ForeignKey(() => NeedRow, { name: "need_merger_need_fkey", onDelete: "CASCADE" })
  id!: string;

  /** SIMILAR: the same kind of thing for different people; SAME: one matter that was raised several times. */
  @Column("text")
  kind!: "SIMILAR" | "SAME";

  /** As it was given by who merged; null: that of the first need. */
  @Column("text", { nullable: true })
  title!: string | null;

  @Column("timestamptz", { name: "merged_at" })
  mergedAt!: Date;

  @Column("text", { name: "merged_by" })
  mergedBy!: string;

  @Column("text", { name: "merged_role" })
  mergedRole!: string;

  @Column("timestamptz", { name: "undone_at", nullable: true })
  undoneAt!: Date | null;

  @Column("text", { name: "undone_by", nullable: true })
  undoneBy!: string | null;

  @Column("text", { name: "undone_role", nullable: true })
  undoneRole!: string | null;
}

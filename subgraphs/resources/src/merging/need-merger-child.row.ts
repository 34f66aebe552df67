import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { NeedRow } from "../need/need.row.ts";
import { NeedMergerRow } from "./need-merger.row.ts";

/** One of the needs that were merged. A need is in one merger at a time. */
@Entity("need_merger_child")
@Index("need_merger_child_now_key", { synchronize: false })
@Index("need_merger_child_need_idx", ["needId"])
export class NeedMergerChildRow {
  @PrimaryColumn("uuid", { name: "merger_id", primaryKeyConstraintName: "need_merger_child_pkey" })
  @ForeignKey(() => NeedMergerRow, { name: "need_merger_child_merger_fkey", onDelete: "CASCADE" })
  mergerId!: string;

  @PrimaryColumn("uuid", { name: "need_id", primaryKeyConstraintName: "need_merger_child_pkey" })
  @ForeignKey(() => NeedRow, { name: "need_merger_child_need_fkey", onDelete: "CASCADE" })
  needId!: string;

  /** When it was withdrawn, or the merger undone; null while it is in. */
  @Column("timestamptz", { name: "left_at", nullable: true })
  leftAt!: Date | null;
}

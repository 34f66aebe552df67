import { Check, Column, Entity, Index, PrimaryColumn } from "typeorm";

/** One file with raw contacts that left the system: who took which rows, when. Append-only for the app's role. */
@Entity("list_export")
@Index("list_export_exported_at", ["exportedAt"])
@Check("list_export_row_count_not_negative", "row_count >= 0")
export class ListExportRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "list_export_pkey" })
  id!: string;

  @Column("text")
  list!: string;

  /** Null: every unit that the viewer may publish for. */
  @Column("uuid", { name: "unit_id", nullable: true })
  unitId!: string | null;

  @Column("text", { name: "area_code", nullable: true })
  areaCode!: string | null;

  /** Null: all that stand. */
  @Column("text", { nullable: true })
  state!: string | null;

  @Column("text")
  format!: string;

  @Column("integer", { name: "row_count" })
  rowCount!: number;

  @Column("text")
  subject!: string;

  @Column("text")
  role!: string;

  @Column("uuid", { name: "viewer_unit_id", nullable: true })
  viewerUnitId!: string | null;

  @Column("text", { name: "viewer_area_code", nullable: true })
  viewerAreaCode!: string | null;

  @Column("timestamptz", { name: "exported_at" })
  exportedAt!: Date;
}

import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { ResourceRow } from "./resource.row.ts";

/** Who looked at a raw contact, when and why. Append-only for the app's role. */
@Entity("contact_access")
@Index("contact_access_resource_idx", ["resourceId", "id"])
export class ContactAccessRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "contact_access_pkey" })
  id!: string;

  @Column("uuid", { name: "resource_id" })
  @ForeignKey(() => ResourceRow, { name: "contact_access_resource_fkey" })
  resourceId!: string;

  @Column("text")
  subject!: string;

  @Column("text")
  role!: string;

  @Column("uuid", { name: "viewer_unit_id", nullable: true })
  viewerUnitId!: string | null;

  @Column("text", { name: "viewer_area_code", nullable: true })
  viewerAreaCode!: string | null;

  @Column("text")
  reason!: string;

  @Column("timestamptz", { name: "accessed_at" })
  accessedAt!: Date;
}

import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { NeedRow } from "../need/need.row.ts";
import { ResourceRow } from "./resource.row.ts";

/** Who looked at a raw contact, when and why. Append-only for the app's role. */
@Entity("contact_access")
@Index("contact_access_resource_idx", ["resourceId", "id"])
@Index("contact_access_need_idx", ["needId", "id"])
@Check("contact_access_one_line", "num_nonnulls(resource_id, need_id) = 1")
export class ContactAccessRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "contact_access_pkey" })
  id!: string;

  @Column("uuid", { name: "resource_id", nullable: true })
  @ForeignKey(() => ResourceRow, { name: "contact_access_resource_fkey" })
  resourceId!: string | null;

  @Column("uuid", { name: "need_id", nullable: true })
  @ForeignKey(() => NeedRow, { name: "contact_access_need_fkey" })
  needId!: string | null;

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

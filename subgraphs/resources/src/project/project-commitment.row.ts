import { UnitRow } from "@gongjian/shared/database/unit-copy";
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { NeedRow } from "../need/need.row.ts";
import { ResourceRow } from "../resource/resource.row.ts";
import { ProjectRow } from "./project.row.ts";

/** So much of a unit's resource is promised to a project, for one of its needs or for the whole of it. */
@Entity("project_commitment")
@Index("project_commitment_key", { synchronize: false })
@Index("project_commitment_resource_idx", ["resourceId"])
@Index("project_commitment_need_idx", ["needId"])
@Check("project_commitment_quantity_positive", "quantity > 0::numeric")
export class ProjectCommitmentRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "project_commitment_pkey" })
  id!: string;

  @Column("uuid", { name: "project_id" })
  @ForeignKey(() => ProjectRow, { name: "project_commitment_project_fkey", onDelete: "CASCADE" })
  projectId!: string;

  /** The resource's unit. */
  @Column("uuid", { name: "unit_id" })
  @ForeignKey(() => UnitRow, { name: "project_commitment_unit_fkey" })
  unitId!: string;

  @Column("uuid", { name: "resource_id" })
  @ForeignKey(() => ResourceRow, { name: "project_commitment_resource_fkey", onDelete: "CASCADE" })
  resourceId!: string;

  @Column("uuid", { name: "need_id", nullable: true })
  @ForeignKey(() => NeedRow, { name: "project_commitment_need_fkey", onDelete: "CASCADE" })
  needId!: string | null;

  /** In the resource's measure; null: the resource is named without a number and loses nothing by it. */
  @Column("numeric", { nullable: true })
  quantity!: number | null;
}

import { UnitRow } from "@gongjian/shared/database/unit-copy";
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { ProjectRow, type NamedCommitment } from "./project.row.ts";

/** A partner has left a project. Append-only; what it had promised is released and kept here as a record. */
@Entity("project_withdrawal")
@Index("project_withdrawal_key", ["projectId", "unitId"], { unique: true })
export class ProjectWithdrawalRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "project_withdrawal_pkey" })
  id!: string;

  @Column("uuid", { name: "project_id" })
  @ForeignKey(() => ProjectRow, { name: "project_withdrawal_project_fkey", onDelete: "CASCADE" })
  projectId!: string;

  @Column("uuid", { name: "unit_id" })
  @ForeignKey(() => UnitRow, { name: "project_withdrawal_unit_fkey" })
  unitId!: string;

  @Column("text")
  reason!: string;

  @Column("jsonb")
  released!: NamedCommitment[];

  @Column("text")
  subject!: string;

  @Column("timestamptz", { name: "withdrawn_at" })
  withdrawnAt!: Date;
}

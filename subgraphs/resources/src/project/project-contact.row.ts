import { Column, Entity, ForeignKey, PrimaryColumn } from "typeorm";
import { ProjectRow } from "./project.row.ts";

/** Who answers for a project, unmasked. Row security lets only those see it who may publish for its lead. */
@Entity("project_contact")
export class ProjectContactRow {
  @PrimaryColumn("uuid", { name: "project_id", primaryKeyConstraintName: "project_contact_pkey" })
  @ForeignKey(() => ProjectRow, { name: "project_contact_project_fkey", onDelete: "CASCADE" })
  projectId!: string;

  @Column("uuid", { name: "unit_id" })
  unitId!: string;

  @Column("text", { nullable: true })
  contact!: string | null;
}

import { Column, Entity, ForeignKey, PrimaryColumn } from "typeorm";
import { OrganisationRow } from "./organisation.row.ts";

/** The contact in full: personal data, in a table of its own that row security guards. */
@Entity("organisation_contact")
export class OrganisationContactRow {
  @ForeignKey(() => OrganisationRow, { name: "organisation_contact_organisation_fkey", onDelete: "CASCADE" })
  @PrimaryColumn("uuid", {
    name: "organisation_id",
    primaryKeyConstraintName: "organisation_contact_pkey",
  })
  organisationId!: string;

  @Column("text", { nullable: true })
  contact!: string | null;

  @Column("text", { nullable: true })
  phone!: string | null;
}

import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { OrganisationRow } from "../organisation/organisation.row.ts";

/** That a unit published a list, as the subgraph that owns the list said. */
@Entity("list_publication")
@Index("list_publication_first_idx", ["organisationId", "list", "publishedAt"])
export class ListPublicationRow {
  @PrimaryColumn("uuid", { name: "publication_id", primaryKeyConstraintName: "list_publication_pkey" })
  publicationId!: string;

  @ForeignKey(() => OrganisationRow, { name: "list_publication_organisation_fkey" })
  @PrimaryColumn("uuid", { name: "organisation_id", primaryKeyConstraintName: "list_publication_pkey" })
  organisationId!: string;

  @Column("text")
  list!: string;

  @Column("timestamptz", { name: "published_at" })
  publishedAt!: Date;
}

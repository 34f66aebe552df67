import { PublicationRow } from "@gongjian/shared/import/import-tables.row";
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

/**
 * What the contact of a line was until a publication changed it, so that a revert can bring it back. Kept
 * 180 days, seen by those alone who may publish for the unit.
 */
@Entity("contact_revision")
@Index("contact_revision_row", ["rowId"])
@Index("contact_revision_kept_at", ["keptAt"])
export class ContactRevisionRow {
  @PrimaryColumn("uuid", { name: "publication_id", primaryKeyConstraintName: "contact_revision_pkey" })
  @ForeignKey(() => PublicationRow, {
    name: "contact_revision_publication",
    deferrable: "INITIALLY DEFERRED",
  })
  publicationId!: string;

  @PrimaryColumn("uuid", { name: "row_id", primaryKeyConstraintName: "contact_revision_pkey" })
  rowId!: string;

  @Column("uuid", { name: "unit_id" })
  unitId!: string;

  @Column("text", { nullable: true })
  contact!: string | null;

  @Column("text", { nullable: true })
  phone!: string | null;

  @Column("timestamptz", { name: "kept_at" })
  keptAt!: Date;
}

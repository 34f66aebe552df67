import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import type { ImportCounts } from "./report.ts";

/** The report that was given for a key, so that a repeat gets the same one. */
@Entity("import_request")
@Index("import_request_created_at", ["createdAt"])
export class ImportRequestRow {
  @PrimaryColumn("text", { primaryKeyConstraintName: "import_request_pkey" })
  actor!: string;

  @PrimaryColumn("text", { primaryKeyConstraintName: "import_request_pkey" })
  key!: string;

  @Column("text", { name: "input_hash" })
  inputHash!: string;

  @Column("text")
  report!: string;

  @Column("timestamptz", { name: "created_at" })
  createdAt!: Date;
}

/** One revision of a list: who published what, when, from which file. */
@Entity("publication")
@Index("publication_list_unit", ["list", "unitId", "publishedAt"])
@Index("publication_number", ["list", "number"], { unique: true })
@Check("publication_mode", "mode in ('merge', 'replace', 'revert')")
export class PublicationRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "publication_pkey" })
  id!: string;

  @Column("text")
  list!: string;

  @Column("uuid", { name: "unit_id", nullable: true })
  unitId!: string | null;

  @Column("text")
  actor!: string;

  @Column("text")
  role!: string;

  @Column("text", { name: "file_name", nullable: true })
  fileName!: string | null;

  @Column("text", { nullable: true })
  encoding!: string | null;

  @Column("text")
  mode!: "merge" | "replace" | "revert";

  @Column("text", { name: "input_hash" })
  inputHash!: string;

  @Column("jsonb")
  counts!: ImportCounts;

  @Column("timestamptz", { name: "published_at" })
  publishedAt!: Date;

  /** The order in which revisions took effect, given under the list's lock; clocks may stand still. */
  @Column({ type: "integer", generated: "identity", generatedIdentity: "ALWAYS" })
  number!: number;

  /** The revision whose outcome this one has brought back; null also where that was the empty list. */
  @Column("uuid", { name: "reverts_to", nullable: true })
  @ForeignKey(() => PublicationRow, { name: "publication_reverts_to" })
  revertsTo!: string | null;
}

/** Whose rows a sheet of several units has written. */
@Entity("publication_unit")
export class PublicationUnitRow {
  @PrimaryColumn("uuid", { name: "publication_id", primaryKeyConstraintName: "publication_unit_pkey" })
  @ForeignKey(() => PublicationRow, {
    name: "publication_unit_publication",
    deferrable: "INITIALLY DEFERRED",
  })
  publicationId!: string;

  @PrimaryColumn("uuid", { name: "unit_id", primaryKeyConstraintName: "publication_unit_pkey" })
  unitId!: string;
}

/**
 * What a revision did to one row. `before` is null for a new row; what the row became is the `before` of its
 * next change, or the row as it stands.
 */
@Entity("publication_change")
@Index("publication_change_row", ["rowId"])
@Check("publication_change_kind", "kind in ('NEW', 'CHANGED', 'WITHDRAWN')")
export class PublicationChangeRow {
  @PrimaryColumn("uuid", { name: "publication_id", primaryKeyConstraintName: "publication_change_pkey" })
  @ForeignKey(() => PublicationRow, {
    name: "publication_change_publication",
    deferrable: "INITIALLY DEFERRED",
  })
  publicationId!: string;

  @PrimaryColumn("uuid", { name: "row_id", primaryKeyConstraintName: "publication_change_pkey" })
  rowId!: string;

  @Column("text")
  kind!: "NEW" | "CHANGED" | "WITHDRAWN";

  @Column("jsonb", { nullable: true })
  before!: object | null;
}

/** For the `entities` of a subgraph that takes lists. */
export const importRows = [ImportRequestRow, PublicationRow, PublicationUnitRow, PublicationChangeRow];

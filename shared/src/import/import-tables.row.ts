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
@Check("publication_mode", "mode in ('merge', 'replace')")
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
  mode!: string;

  @Column("text", { name: "input_hash" })
  inputHash!: string;

  @Column("jsonb")
  counts!: ImportCounts;

  @Column("timestamptz", { name: "published_at" })
  publishedAt!: Date;
}

/** What a revision did to one row. `before` is null for a new row. */
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

  @Column("jsonb", { nullable: true })
  after!: object | null;
}

/** For the `entities` of a subgraph that takes lists. */
export const importRows = [ImportRequestRow, PublicationRow, PublicationChangeRow];

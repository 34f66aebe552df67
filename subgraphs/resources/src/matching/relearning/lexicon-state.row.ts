import { Check, Column, Entity, PrimaryColumn } from "typeorm";

/** By which lexicon the tokens of a table were made, and how far a reading that is under way has come. */
@Entity("lexicon_state")
@Check("lexicon_state_list_known", "list in ('SUPPLY', 'NEED')")
@Check("lexicon_state_counts_in_order", "rows_changed between 0 and rows_read")
export class LexiconStateRow {
  @PrimaryColumn("text", { primaryKeyConstraintName: "lexicon_state_pkey" })
  list!: "SUPPLY" | "NEED";

  /** As `lexiconVersion()` tells it. */
  @Column("text")
  version!: string;

  /** Rows are read in the order of their ids; null before the first. */
  @Column("uuid", { name: "done_up_to", nullable: true })
  doneUpTo!: string | null;

  @Column("integer", { name: "rows_read" })
  rowsRead!: number;

  @Column("integer", { name: "rows_changed" })
  rowsChanged!: number;

  @Column("timestamptz", { name: "started_at" })
  startedAt!: Date;

  /** Null while rows are left that another lexicon may have read. */
  @Column("timestamptz", { name: "finished_at", nullable: true })
  finishedAt!: Date | null;
}

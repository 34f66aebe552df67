/** What became of a row that was stored. */
export type RowOutcome = "NEW" | "CHANGED" | "UNCHANGED";

type RowVerdict = "ACCEPT" | "CORRECT" | "REJECT";

/** REFUSED: the row is not taken. CORRECTED: taken, but something was changed. NOTICE: about the file. */
export type ProblemSeverity = "REFUSED" | "CORRECTED" | "NOTICE";

/** Which column of the file fills which field; `field` is null for a column that is not used. */
export interface ColumnMapping {
  readonly column: string;
  readonly heading: string;
  readonly field: string | null;
}

/** One thing the sender should know about one cell, one row (`column` null) or the heading (`row` 1). */
export interface ImportProblem {
  readonly row: number;
  readonly column: string | null;
  readonly field: string | null;
  readonly heading: string | null;
  readonly severity: ProblemSeverity;
  readonly code: string;
  readonly message: string;
  readonly suggestion: string | null;
  /** The cell as it was sent; null for personal columns, because reports are kept. */
  readonly value: string | null;
}

export interface ImportRowResult {
  readonly row: number;
  readonly verdict: RowVerdict;
  readonly outcome: RowOutcome | null;
  readonly id: string | null;
  readonly externalId: string | null;
}

export interface ImportCounts {
  total: number;
  new: number;
  changed: number;
  unchanged: number;
  withdrawn: number;
  refused: number;
  corrected: number;
}

/** `merge` leaves rows that the file does not name; `replace` withdraws them. */
export type ImportMode = "merge" | "replace";

/** `good` takes the rows that are right; `all` takes every row or none. */
export type ImportRows = "good" | "all";

/** The answer to an upload; the same key and file give the same report, byte for byte. */
export interface ImportReport {
  readonly id: string;
  readonly list: string;
  readonly fileName: string | null;
  readonly encoding: string | null;
  readonly unitId: string | null;
  readonly mode: ImportMode;
  readonly rows: ImportRows;
  readonly dryRun: boolean;
  readonly published: boolean;
  /** Why nothing was published although the file could be read: ROWS_REFUSED, or null. */
  readonly code: string | null;
  readonly counts: ImportCounts;
  readonly mapping: readonly ColumnMapping[];
  readonly problems: readonly ImportProblem[];
  readonly results: readonly ImportRowResult[];
}

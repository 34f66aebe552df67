/** What became of a row that was stored. */
export type RowOutcome = "NEW" | "CHANGED" | "UNCHANGED";

export type RowVerdict = "ACCEPT" | "CORRECT" | "REJECT";

/** REFUSED: the row is not taken. CORRECTED: taken, but something was changed. NOTICE: about the file. */
export type ProblemSeverity = "REFUSED" | "CORRECTED" | "NOTICE";

/** Which column of the file fills which field; `field` is null for a column that is not used. */
export interface ColumnMapping {
  readonly column: string;
  readonly heading: string;
  readonly field: string | null;
  /** How the field was found; null for a column that is not used. */
  readonly by: "ALIAS" | "TAG" | "SAVED" | "GUESS" | null;
}

/** One thing the sender should know about one cell, one row (`column` null) or the heading. */
export interface ImportProblem {
  /** The workbook's sheet; null for formats without sheets. */
  readonly sheet: string | null;
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
  readonly sheet: string | null;
  readonly row: number;
  readonly verdict: RowVerdict;
  readonly outcome: RowOutcome | null;
  readonly id: string | null;
  readonly externalId: string | null;
}

/** One field of a published row before and after. */
export interface FieldChange {
  readonly field: string;
  /** The column's Chinese name. */
  readonly label: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What an upload does to one row that was published before; contacts are not shown. */
export interface ImportChange {
  readonly id: string;
  readonly externalId: string | null;
  readonly title: string | null;
  readonly kind: "CHANGED" | "WITHDRAWN";
  readonly fields: readonly FieldChange[];
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
  readonly format: string;
  readonly encoding: string | null;
  readonly unitId: string | null;
  readonly mode: ImportMode;
  readonly rows: ImportRows;
  readonly dryRun: boolean;
  readonly published: boolean;
  /** Why nothing was published although the file could be read: ROWS_REFUSED, or null. */
  readonly code: string | null;
  readonly counts: ImportCounts;
  /** Row of the first sheet's heading. */
  readonly headingRow: number;
  /** Of the first sheet. */
  readonly mapping: readonly ColumnMapping[];
  /** The first `MOST_PROBLEMS`. */
  readonly problems: readonly ImportProblem[];
  /** How many more there were. */
  readonly problemsOmitted: number;
  /** The first `MOST_CHANGES` rows that differ from what was published. */
  readonly changes: readonly ImportChange[];
  readonly changesOmitted: number;
  readonly results: readonly ImportRowResult[];
}

/** How many problems a report lists; the annotated sheet and a smaller file show the rest. */
export const MOST_PROBLEMS = 20_000;

/** How many changed rows a report shows field by field. */
export const MOST_CHANGES = 500;

import type { DataSource, EntityManager } from "typeorm";
import type { Clock } from "../clock.ts";
import type { Viewer } from "../viewer.ts";
import type { ImportRow } from "./import-row.ts";
import type { ImportMode, ImportRows } from "./report.ts";

/** What a parser may know and say about the cell it reads. */
export interface Cell {
  /** The column's Chinese name, for messages. */
  readonly label: string;
  /** False if the file has no such column; the text is then empty. */
  readonly present: boolean;
  /** Today in the city, YYYY-MM-DD. */
  readonly today: string;
  /** Refuses the row; the remaining cells are still read, so that the report is complete. */
  refuse(code: string, message: string, suggestion?: string | null): never;
  /** Takes the row, and tells the sender what was changed or assumed. */
  correct(code: string, message: string, suggestion?: string | null): void;
}

/** Turns the text of one cell into a value; parsers for common kinds are in `values/`. */
export type CellParser<T = unknown> = (text: string, cell: Cell) => T;

export interface ListColumn<T = unknown> {
  readonly field: string;
  /** Chinese name of the column, as messages show it. */
  readonly label: string;
  /** Accepted headings; case, width, spaces, punctuation and brackets do not matter. */
  readonly headings: readonly string[];
  /** The heading must be there and no cell may be empty. */
  readonly required?: boolean;
  /** Contacts and the like: the cell is never quoted in a report. */
  readonly personal?: boolean;
  /**
   * For a heading that several columns accept (单位: an organisation or a measure): this column takes it
   * only right after one of these fields.
   */
  readonly headingAfter?: readonly string[];
  /** Default: `text()`, that is trimmed text or null. */
  readonly parse?: CellParser<T>;
}

/** Columns whose fields and parsers agree with the row's type; the compiler checks it. */
export function columnsFor<V extends object>(
  columns: readonly { [F in keyof V & string]: ListColumn<V[F]> & { readonly field: F } }[keyof V & string][],
): readonly ListColumn[] {
  return columns;
}

/** Everything a list definition may know about the upload it works on. */
export interface ImportScope {
  readonly viewer: Viewer;
  readonly clock: Clock;
  /** The unit whose list this is: the parameter `unit`, else the caller's own; null: several units. */
  readonly unitId: string | null;
  readonly fileName: string | null;
  readonly mode: ImportMode;
  readonly rows: ImportRows;
  readonly dryRun: boolean;
  /** Identity of the publication (the revision) this upload becomes. */
  readonly importId: string;
}

/** One kind of list: its columns, its permission, its rules and its table. The engine does the rest. */
export interface ListDefinition<V extends object = object> {
  readonly name: string;
  readonly label: string;
  readonly columns: readonly ListColumn[];
  /** Headings that are known and not used, beside 序号. */
  readonly ignoredHeadings?: readonly string[];
  /** Finds the id of the unit that the parameter `unit` names otherwise than by id (USCC, name). */
  findUnit?(db: DataSource, text: string): Promise<string | null>;
  /** Permission for the whole upload, before anything is read. Throws. */
  authorise(scope: ImportScope): void;
  /** Rules inside one row, without the database: joins cells that belong together, compares fields. */
  complete?(row: ImportRow<V>, scope: ImportScope): void;
  /**
   * Set-based checks against the database; may refuse, correct, or set values (unit name → id, area name →
   * code). Includes permission by row. Sees only rows that are not refused so far.
   */
  resolve(tx: EntityManager, rows: ImportRow<V>[], scope: ImportScope): Promise<void>;
  /** Identities of a row inside its list: own number if given, else content key. A second row is refused. */
  keysOf(row: ImportRow<V>): readonly string[];
  /** For rows without own number: equal keys mean that two rows are probably the same; the second is refused. */
  likelyKeyOf?(row: ImportRow<V>): string | null;
  /** Set-based SQL; sets `row.outcome` and `row.id`; returns how many were withdrawn (mode replace). */
  store(tx: EntityManager, rows: ImportRow<V>[], scope: ImportScope): Promise<{ withdrawn: number }>;
}

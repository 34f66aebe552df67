import type { DataSource, EntityManager } from "typeorm";
import type { Clock } from "../clock.ts";
import type { Viewer } from "../viewer.ts";
import { ChangeLog } from "./change-log.ts";
import type { ImportRow } from "./import-row.ts";
import type { Caption } from "./layout/caption.ts";
import type { ImportMode, ImportRows } from "./report.ts";
import { RowIndex } from "./row-index.ts";
import type { StagedBatch } from "./store-rows.ts";
import type { ColumnGuides } from "./template/column-guide.ts";

/** What a parser may know and say about the cell it reads. */
export interface Cell {
  /** The column's Chinese name, for messages. */
  readonly label: string;
  /** False if the file has no such column; the text is then empty. */
  readonly present: boolean;
  /** The day the sheet says it was filed on (填报日期), else today in the city, YYYY-MM-DD. */
  readonly today: string;
  /** The year that the sheet's title speaks of; null if it speaks of none. */
  readonly year: number | null;
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
  /** Hashtags that name the column in a line of tags: `#org+name`. The order of attributes does not matter. */
  readonly tags?: readonly string[];
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
  /** The sender has said whose list it is; otherwise the sheet and the file's name are asked as well. */
  readonly isUnitGiven: boolean;
  readonly fileName: string | null;
  readonly mode: ImportMode;
  readonly rows: ImportRows;
  readonly dryRun: boolean;
  /** Only a check of the file, by anybody: rows that name no unit are judged as some unit's own. */
  readonly isCheck?: boolean;
  /** Identity of the publication (the revision) this upload becomes. */
  readonly importId: string;
  /** What stands above the heading of the sheet in work; null for cells and before a sheet is read. */
  readonly caption: Caption | null;
  readonly session: ImportSession;
}

/** What one upload keeps from batch to batch. */
export class ImportSession {
  /** Stored rows that the upload has named so far, by id. */
  readonly targets = new RowIndex();
  /** What a definition looked up once for all batches. */
  readonly memo = new Map<string, unknown>();
  /** What the upload did to rows that were published before, for the report. */
  readonly changes = new ChangeLog();
  readonly #units = new Map<string, UnitCounts>();

  /** @param placeOf where the row with that ordinal stands, for messages: 第 7 行 */
  constructor(readonly placeOf: (ordinal: number) => string) {}

  /** The units whose rows were in the upload. */
  get units(): ReadonlyMap<string, UnitCounts> {
    return this.#units;
  }

  countsOf(unitId: string): UnitCounts {
    let counts = this.#units.get(unitId);
    if (!counts) this.#units.set(unitId, (counts = { new: 0, changed: 0, unchanged: 0, withdrawn: 0 }));
    return counts;
  }
}

/** What an upload came to for one unit. */
export interface UnitCounts {
  new: number;
  changed: number;
  unchanged: number;
  withdrawn: number;
}

/** A stored row that says what a row of the upload says, known by the hash of the cells as sent. */
export interface KnownRow {
  /** base64 */
  readonly sourceHash: string;
  readonly id: string;
  readonly externalId: string | null;
  readonly unitId: string;
}

/**
 * What lists of any length need: they are read, checked and stored in batches. `resolve` and `encode` of one
 * batch run beside the import's own transaction, while the batch before is written: they do not see what the
 * upload has stored so far.
 */
export interface StreamedList<V extends object = object> {
  /** Everything about storing a batch that needs no lock and changes nothing. */
  encode(tx: EntityManager, rows: readonly ImportRow<V>[], scope: ImportScope): Promise<StagedBatch>;
  /** As the definition's `store`, with the encoded batch. */
  store(
    tx: EntityManager,
    staged: StagedBatch,
    rows: readonly ImportRow<V>[],
    scope: ImportScope,
  ): Promise<void>;
  /**
   * Stored rows that still stand as they were sent and that this viewer may publish. Reads beside the
   * import's own transaction.
   */
  known(tx: EntityManager, sourceHashes: readonly string[], scope: ImportScope): Promise<readonly KnownRow[]>;
  /** Rows that were recognised unread. */
  confirm(tx: EntityManager, rows: readonly KnownRow[], scope: ImportScope): Promise<void>;
  /** Mode `replace`, once all batches are stored: withdraws what the upload has not named. */
  withdrawMissing(tx: EntityManager, scope: ImportScope): Promise<number>;
}

/** One kind of list: its columns, its permission, its rules and its table. The engine does the rest. */
export interface ListDefinition<V extends object = object> {
  readonly name: string;
  readonly label: string;
  readonly columns: readonly ListColumn[];
  /** How each column is filled in, for templates and the JSON Schema. */
  readonly guides?: ColumnGuides;
  /** Headings that are known and not used, beside 序号. */
  readonly ignoredHeadings?: readonly string[];
  /** Finds the id of the unit that the parameter `unit` names otherwise than by id (USCC, name). */
  findUnit?(db: DataSource, text: string): Promise<string | null>;
  /** Permission for the whole upload, before anything is read. Throws. */
  authorise(scope: ImportScope): void;
  /** Rules inside one row, without the database: joins cells that belong together, compares fields. */
  complete?(row: ImportRow<V>, scope: ImportScope): void;
  /**
   * Work for the processor that storing needs and that no check changes, such as cutting texts into words:
   * done while the batch before is written.
   */
  prepare?(row: ImportRow<V>): unknown;
  /**
   * Set-based checks against the database; may refuse, correct, or set values (unit name → id, area name →
   * code). Includes permission by row. Sees only rows that are not refused so far.
   */
  resolve(tx: EntityManager, rows: ImportRow<V>[], scope: ImportScope): Promise<void>;
  /** Identities of a row inside its list: own number if given, else content key. A second row is refused. */
  keysOf(row: ImportRow<V>): readonly string[];
  /** For rows without own number: equal keys mean that two rows are probably the same; the second is refused. */
  likelyKeyOf?(row: ImportRow<V>): string | null;
  /**
   * Set-based SQL; sets `row.outcome` and `row.id`. Gets all rows at once and returns how many were withdrawn
   * (mode replace). A list that is `streamed` is stored by that instead.
   */
  store?(tx: EntityManager, rows: ImportRow<V>[], scope: ImportScope): Promise<{ withdrawn: number }>;
  readonly streamed?: StreamedList<V>;
  /** The database has `list_mapping`: a unit's own headings are remembered. */
  readonly keepsMapping?: boolean;
  /** Once, when everything is stored, inside the transaction; not for a dry run. */
  published?(tx: EntityManager, scope: ImportScope): Promise<void>;
}

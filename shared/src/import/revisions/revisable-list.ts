import type { EntityManager } from "typeorm";
import { publishedState } from "../list-table.ts";
import { assertName } from "../stage-rows.ts";

/**
 * A list whose publications can be compared and taken back. Beside `columns` its table has `id`, `unit_id`,
 * `state`, `content_hash`, `version` and `updated_at`. Only texts of the code stand here; they become SQL.
 */
export interface RevisableList {
  readonly name: string;
  readonly table: string;
  /** What a publication decides about a row: the keys of its image in `publication_change.before`. */
  readonly columns: readonly string[];
  /** Columns of the image that follow from something else and are not written back. */
  readonly derived: readonly string[];
  /** Sets of columns that identify a row, as the import knows them. */
  readonly identity: readonly (readonly string[])[];
  /** Assignments that take a row out of the way of another that gets its identity back; the row is `t`. */
  readonly giveWay: string;
  /** Assignments to every row that is written back, such as a hash that no longer holds. */
  readonly restore?: string;
  /** What is kept beside the table and belongs to the row. */
  readonly beside?: RevisedBeside;
  /** Brings up to date what is computed from the rows that were written. */
  refresh(tx: EntityManager, ids: readonly string[]): Promise<void>;
}

/** Values with a history of their own, such as contacts. The plan of the revert is the table `reverted`. */
export interface RevisedBeside {
  /** Sets `is_touched` where these values differ from what stood after the revision with this number. */
  mark(tx: EntityManager, list: RevisableList, after: number): Promise<void>;
  /** Writes them back; called before the rows themselves are written. */
  restore(tx: EntityManager, list: RevisableList, publicationId: string): Promise<void>;
}

/** The image of row `alias` that a revision keeps. */
export function imageOf({ columns }: RevisableList, alias: string): string {
  return objectOf([...columns, "state", "content_hash"], (column) => valueIn(alias, column));
}

/** SQL of what a revision keeps of one column. */
export function valueIn(alias: string, column: string): string {
  return column === "state" ? publishedState(alias) : `${alias}.${column}`;
}

/** A JSON object of the given columns; texts of the code only. */
export function objectOf(columns: readonly string[], valueOf: (column: string) => string): string {
  for (const column of columns) assertName(column);
  return `jsonb_build_object(${columns.map((column) => `'${column}', ${valueOf(column)}`).join(", ")})`;
}

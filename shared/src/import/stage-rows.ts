import type { EntityManager } from "typeorm";
import type { ImportRow } from "./import-row.ts";

/** A column of a table that rows of a list are written to. */
export interface TableColumn<V extends object> {
  readonly name: string;
  /** SQL type: text, uuid, integer, date, text[] … */
  readonly type: string;
  readonly value: (row: ImportRow<V>) => unknown;
}

const ROWS_PER_STATEMENT = 1_000;

/**
 * Fills a temporary table, gone at the end of the transaction, with one line per row: `row` (its number in
 * the file) and the given columns. Names and types come from definitions, never from a file.
 */
export async function stageRows<V extends object>(
  tx: EntityManager,
  name: string,
  columns: readonly TableColumn<V>[],
  rows: readonly ImportRow<V>[],
): Promise<void> {
  const all: readonly TableColumn<V>[] = [
    { name: "row", type: "integer", value: ({ row }) => row },
    ...columns,
  ];
  for (const column of all) assertName(column.name);
  assertName(name);

  const shape = all.map((column) => `${column.name} ${column.type}`).join(", ");
  await tx.query(`create temporary table ${name} (${shape}) on commit drop`);
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const lines = rows.slice(start, start + ROWS_PER_STATEMENT).map((row) => lineOf(all, row));
    await tx.query(`insert into ${name} select * from jsonb_to_recordset($1::jsonb) as r (${shape})`, [
      JSON.stringify(lines),
    ]);
  }
  // Nobody else analyses a temporary table, and the planner would take it for a few rows.
  await tx.query(`analyze ${name}`);
}

function lineOf<V extends object>(
  columns: readonly TableColumn<V>[],
  row: ImportRow<V>,
): Record<string, unknown> {
  const line: Record<string, unknown> = {};
  for (const { name, value } of columns) line[name] = value(row);
  return line;
}

/** Identifiers go into SQL text; one that is not plain is a mistake of the definition. */
export function assertName(name: string): void {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`Not a plain SQL name: ${name}`);
}

import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { from as copyFrom, type CopyStreamQuery } from "pg-copy-streams";
import type { EntityManager } from "typeorm";
import { copyText } from "./copy-text.ts";
import type { ImportRow } from "./import-row.ts";

/** A column of a table that rows of a list are written to. */
export interface TableColumn<V extends object> {
  readonly name: string;
  /** SQL type: text, uuid, integer, date, text[], jsonb … */
  readonly type: string;
  readonly value: (row: ImportRow<V>) => unknown;
  /** Chinese name, for showing what an upload changes; without one a change is not shown. */
  readonly label?: string;
  /** Is staged beside the row for what is written elsewhere; the list's own table has no such column. */
  readonly stagedOnly?: boolean;
  /** Made from other columns, so that a revision need not keep it. */
  readonly derived?: boolean;
}

/** Characters that are handed to the connection at once. */
const CHUNK_LENGTH = 256 * 1024;

/** Rows as COPY takes them. */
export interface EncodedRows {
  /** The temporary table's columns, as SQL. */
  readonly shape: string;
  /** Whole lines, UTF-8. */
  readonly chunks: readonly Buffer[];
}

/**
 * Fills a temporary table, gone at the end of the transaction, with one line per row: `row` (its number in
 * the upload) and the given columns. A second call with the same name replaces the lines. Temporary tables
 * have no row security, so COPY may be used. Names and types come from definitions, never from a file.
 */
export async function stageRows<V extends object>(
  tx: EntityManager,
  name: string,
  columns: readonly TableColumn<V>[],
  rows: readonly ImportRow<V>[],
): Promise<void> {
  await stageEncoded(tx, name, encodeRows(columns, rows));
}

/** The first half of `stageRows`, which needs no connection. */
export function encodeRows<V extends object>(
  columns: readonly TableColumn<V>[],
  rows: readonly ImportRow<V>[],
): EncodedRows {
  const all: readonly TableColumn<V>[] = [
    { name: "row", type: "integer", value: ({ ordinal }) => ordinal },
    ...columns,
  ];
  for (const column of all) assertName(column.name);
  const isArray = all.map(({ type }) => type.endsWith("[]"));
  const chunks: Buffer[] = [];
  let text = "";
  for (const row of rows) {
    let separator = "";
    for (const [i, { value }] of all.entries()) {
      text += separator + copyText(value(row), isArray[i] ?? false);
      separator = "\t";
    }
    text += "\n";
    if (text.length < CHUNK_LENGTH) continue;
    chunks.push(Buffer.from(text));
    text = "";
  }
  chunks.push(Buffer.from(text));
  return { shape: all.map((column) => `${column.name} ${column.type}`).join(", "), chunks };
}

/** The second half of `stageRows`. */
export async function stageEncoded(
  tx: EntityManager,
  name: string,
  { shape, chunks }: EncodedRows,
): Promise<void> {
  assertName(name);
  await tx.query(
    `create temporary table if not exists ${name} (${shape}) on commit drop; truncate pg_temp.${name}`,
  );
  const stream = await openCopy(tx, `copy pg_temp.${name} from stdin`);
  await pipeline(Readable.from(chunks), stream);
}

/** The transaction's own connection, below the query builder that knows no COPY. */
async function openCopy(tx: EntityManager, command: string): Promise<CopyStreamQuery> {
  const connection = (await tx.queryRunner?.connect()) as { query(stream: CopyStreamQuery): CopyStreamQuery };
  return connection.query(copyFrom(command));
}

/** Identifiers go into SQL text; one that is not plain is a mistake of the definition. */
export function assertName(name: string): void {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`Not a plain SQL name: ${name}`);
}

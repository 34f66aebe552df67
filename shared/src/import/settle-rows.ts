import { hash } from "node:crypto";
import type { DataSource, EntityManager } from "typeorm";
import { asViewer } from "../database/viewer-transaction.ts";
import { Duplicates } from "./duplicates.ts";
import { IMPORT_LIMITS } from "./import-limits.ts";
import type { ImportLog } from "./import-log.ts";
import type { ImportRow } from "./import-row.ts";
import type { ImportScope, ListDefinition } from "./list-definition.ts";
import type { RowBatch } from "./read-rows.ts";
import type { StagedBatch } from "./store-rows.ts";

export interface Settling<V extends object> {
  /** For what is looked up beside the import's own transaction. */
  readonly db: DataSource;
  readonly definition: ListDefinition<V>;
  readonly scope: ImportScope;
  readonly log: ImportLog;
  readonly batches: AsyncGenerator<RowBatch<V>>;
}

/** A batch whose rows are checked against the database and against each other, ready to be stored. */
export interface SettledBatch<V extends object> extends RowBatch<V> {
  /** The encoded rows of a list that is streamed. */
  readonly staged: StagedBatch | null;
  /** The checks themselves, where they belong into the import's own transaction: lists that are not streamed. */
  readonly settle: ((tx: EntityManager) => Promise<void>) | null;
}

/** Checks the batches of an upload one after the other. */
export async function* settled<V extends object>(settling: Settling<V>): AsyncGenerator<SettledBatch<V>> {
  const { db, definition, batches, log } = settling;
  const duplicates = new Duplicates((ordinal) => log.placeOf(ordinal));
  for await (const batch of batches) {
    const { rows, scope } = batch;
    const settle = (tx: EntityManager): Promise<void> => settleRows(tx, rows, scope, definition, duplicates);
    const { streamed } = definition;
    if (!streamed) {
      yield { ...batch, staged: null, settle };
      continue;
    }
    const staged =
      rows.length === 0
        ? null
        : await asViewer(db, scope.viewer, async (tx) => {
            await tx.query(IMPORT_LIMITS);
            await settle(tx);
            return streamed.encode(tx, rows.filter(isTaken), scope);
          });
    yield { ...batch, staged, settle: null };
  }
}

async function settleRows<V extends object>(
  tx: EntityManager,
  rows: readonly ImportRow<V>[],
  scope: ImportScope,
  definition: ListDefinition<V>,
  duplicates: Duplicates,
): Promise<void> {
  const readable = rows.filter(isTaken);
  if (readable.length > 0) await definition.resolve(tx, readable, scope);
  for (const row of readable) {
    if (!row.isRefused) duplicates.check(row, definition);
    if (!row.isRefused) row.contentHash = hash("sha256", JSON.stringify(row.values), "base64url");
  }
}

export function isTaken(row: { readonly isRefused: boolean }): boolean {
  return !row.isRefused;
}

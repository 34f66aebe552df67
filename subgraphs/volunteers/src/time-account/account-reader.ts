import DataLoader from "dataloader";
import type { DataSource } from "typeorm";
import { readAccounts, type OwnedAccount } from "./time-account.loader.ts";

/** Reads accounts for transfers of all requests of one process, those of the same moment in one statement. */
export type AccountReader = DataLoader<string, OwnedAccount | null>;

const LARGEST_READ = 200;
const readers = new WeakMap<DataSource, AccountReader>();

/**
 * Unlike a request's loader it remembers nothing, so it may outlive requests: what it reads is used to decide
 * on a permission at once and is not shown.
 */
export function accountReaderOf(db: DataSource): AccountReader {
  const reader = readers.get(db) ?? createReader(db);
  readers.set(db, reader);
  return reader;
}

function createReader(db: DataSource): AccountReader {
  return new DataLoader(
    async (ids) => {
      const rows = await readAccounts(db, [...new Set(ids)]);
      const rowsById = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => rowsById.get(id.toLowerCase()) ?? null);
    },
    { cache: false, maxBatchSize: LARGEST_READ, batchScheduleFn: (run) => setImmediate(run) },
  );
}

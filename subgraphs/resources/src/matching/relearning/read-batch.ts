import type { Clock } from "@gongjian/shared/clock";
import { asSystem } from "@gongjian/shared/database/viewer-transaction";
import type { DataSource, EntityManager } from "typeorm";
import { lockState, saveState, type RelearningState } from "./lexicon-state.ts";
import { staleRows, type DescribedXRow, type FreshRow, type TokenTable } from "./token-tables.ts";

/** Some 0.3 s of reading, and one statement that stays far below the time-out. */
export const BATCH = 500;

interface BatchScope {
  readonly db: DataSource;
  readonly clock: Clock;
  readonly table: TokenTable;
  readonly version: string;
}

/** Some rows of a batch are being written by somebody else: it is to be tried again. */
export const HELD = "HELD";

/**
 * Reads the next rows anew, outside any transaction, and writes those that have other tokens now in a short one,
 * together with how far the reading has come.
 *
 * @returns where it stands now; HELD where it stands as before; null where another version has taken over
 */
export async function readBatch(
  { db, clock, table, version }: BatchScope,
  before: RelearningState,
): Promise<RelearningState | typeof HELD | null> {
  const rows = await db.query<DescribedXRow[]>(table.read, [before.doneUpTo, BATCH]);
  const stale = staleRows(table, rows);
  const after: RelearningState = {
    doneUpTo: rows.at(-1)?.id ?? before.doneUpTo,
    rowsRead: before.rowsRead + rows.length,
    rowsChanged: before.rowsChanged + stale.length,
    isFinished: rows.length < BATCH,
  };
  return asSystem(db, async (tx) => {
    const now = await lockState(tx, table.list, version);
    // Another process is at the same work and was faster.
    if (now === null || now.isFinished || now.doneUpTo !== before.doneUpTo) return now;
    if (stale.length > 0 && !(await write(tx, table, stale))) return HELD;
    await saveState(tx, table.list, after, clock.now());
    return after;
  });
}

/** @returns whether all were written; those that were stay so */
async function write(tx: EntityManager, table: TokenTable, rows: readonly FreshRow[]): Promise<boolean> {
  // Shorter than the time after which PostgreSQL looks for deadlocks: whoever else waits, this gives way.
  await tx.query(`set local lock_timeout = 200`);
  const [, written] = await tx.query<[unknown, number]>(table.write, [JSON.stringify(rows)]);
  return written === rows.length;
}

import { parentPort, workerData } from "node:worker_threads";
import { systemClock } from "../clock.ts";
import { openDatabase, type SubgraphDataSource } from "../database/open-database.ts";
import { createLogger } from "../log.ts";
import type { ThreadStart } from "./work-in-thread.ts";
import { performHere, type WorkHandlers } from "./work.ts";

/** One works, one watches whether it is called off. */
const POOL_SIZE = 3;

const NO_TABLES: SubgraphDataSource = { type: "postgres", entities: [], migrations: [] };

async function main({ name, level, workModule, databaseUrl, work, payload }: ThreadStart): Promise<void> {
  const stopping = new AbortController();
  parentPort?.once("message", () => {
    stopping.abort();
  });
  const { longWork } = (await import(workModule)) as { readonly longWork: WorkHandlers };
  const db = await openDatabase(NO_TABLES, databaseUrl, { poolSize: POOL_SIZE });
  try {
    const scope = { db, clock: systemClock, log: createLogger(name, level) };
    await performHere(longWork, scope)({ work, payload }, stopping.signal);
  } finally {
    await db.destroy();
    // Whoever listens keeps the thread alive.
    parentPort?.close();
  }
}

// What fails here is thrown in the thread that started this one.
void main(workerData as ThreadStart);

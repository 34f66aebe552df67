import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "pg";

/** A back end reports what it did once it has been idle for 10 s. */
const REPORTED_AFTER_MS = 11_000;

/**
 * Time that PostgreSQL itself spent on statements while work was done, ms, by its own count
 * (`pg_stat_database.active_time`): planning and execution of every statement of the database, whoever sent
 * it, without the way there and back. What the database does at rest is taken off.
 * @param admin a connection to another database of the server
 */
export async function databaseTime(
  admin: Client,
  database: string,
  work: () => Promise<unknown>,
): Promise<number> {
  await sleep(REPORTED_AFTER_MS);
  const before = await activeTime(admin, database);
  await sleep(REPORTED_AFTER_MS);
  const begun = await activeTime(admin, database);
  const atRest = (begun - before) / REPORTED_AFTER_MS;
  const start = performance.now();
  await work();
  await sleep(REPORTED_AFTER_MS);
  const elapsed = performance.now() - start;
  return Math.max(0, (await activeTime(admin, database)) - begun - atRest * elapsed);
}

async function activeTime(admin: Client, database: string): Promise<number> {
  const { rows } = await admin.query<{ ms: number }>(
    "select active_time as ms from pg_stat_database where datname = $1",
    [database],
  );
  return rows[0]?.ms ?? 0;
}

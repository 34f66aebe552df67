import type { DataSource } from "typeorm";
import { openDatabase } from "../database/open-database.ts";
import type { Delivery } from "../events/outbox.ts";

/** The deliveries that wait in a subgraph's job queue, oldest first. */
export function waitingDeliveries(jobsUrl: string): Promise<Delivery[]> {
  return withQueue(jobsUrl, async (db) => {
    const rows = await db.query<{ payload: Delivery }[]>(
      `select payload from graphile_worker._private_jobs order by id`,
    );
    return rows.map(({ payload }) => payload);
  });
}

export async function emptyQueue(jobsUrl: string): Promise<void> {
  await withQueue(jobsUrl, (db) => db.query(`delete from graphile_worker._private_jobs`));
}

async function withQueue<Result>(url: string, work: (db: DataSource) => Promise<Result>): Promise<Result> {
  const db = await openDatabase({ type: "postgres", entities: [], migrations: [] }, url, { poolSize: 1 });
  return work(db).finally(() => db.destroy());
}

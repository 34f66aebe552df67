import type { EventEnvelope } from "@gongjian/shared/contracts/events";
import { openDatabase } from "@gongjian/shared/database/open-database";
import type { Delivery } from "@gongjian/shared/events/outbox";
import type { DataSource } from "typeorm";

type SupplyEvent = EventEnvelope<"supply.changed">;

/** The announcements that wait in the job queue, oldest first. */
export async function announced(jobsUrl: string): Promise<SupplyEvent[]> {
  return withQueue(jobsUrl, async (db) => {
    const rows = await db.query<{ payload: Delivery }[]>(
      `select payload from graphile_worker._private_jobs order by id`,
    );
    return rows.flatMap(({ payload }) => payload.events as SupplyEvent[]);
  });
}

export async function forgetAnnouncements(jobsUrl: string): Promise<void> {
  await withQueue(jobsUrl, (db) => db.query(`delete from graphile_worker._private_jobs`));
}

async function withQueue<Result>(url: string, work: (db: DataSource) => Promise<Result>): Promise<Result> {
  const db = await openDatabase({ type: "postgres", entities: [], migrations: [] }, url, { poolSize: 1 });
  return work(db).finally(() => db.destroy());
}

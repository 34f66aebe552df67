import type { Delivery } from "@gongjian/shared/events/outbox";
import type { ImportReport } from "@gongjian/shared/import/report";
import { waitingDeliveries } from "@gongjian/shared/testing/job-queue";
import { sample } from "@gongjian/shared/testing/sample-city";
import type { TestSubgraph } from "@gongjian/shared/testing/subgraph";

export const ADMIN = { role: "ADMIN", subject: "admin" } as const;

/** Publishes areas or units as the administrator and gives the report. */
export async function publish(
  subgraph: TestSubgraph,
  list: "areas" | "units",
  file: string | Buffer,
  params: Record<string, string> = {},
): Promise<ImportReport> {
  return (await subgraph.as(ADMIN).upload({ list, file, params })).report;
}

export async function publishSample(subgraph: TestSubgraph): Promise<void> {
  await publish(subgraph, "areas", sample("areas.csv"));
  await publish(subgraph, "units", sample("units.csv"));
}

/** The number of rows of a table. */
export async function count(subgraph: TestSubgraph, table: string): Promise<number> {
  const [row] = await subgraph.db.query<{ count: number }[]>(
    `select count(*)::integer as count from ${table}`,
  );
  return row?.count ?? 0;
}

/** The one value of the first row. */
export async function valueOf<Value>(
  subgraph: TestSubgraph,
  sql: string,
  parameters: unknown[] = [],
): Promise<Value | undefined> {
  const [row] = await subgraph.db.query<Record<string, Value>[]>(sql, parameters);
  return row && Object.values(row)[0];
}

/** What waits to be delivered, oldest first. */
export function deliveries({ jobsUrl }: TestSubgraph): Promise<Delivery[]> {
  return waitingDeliveries(jobsUrl);
}

/** Runs work and gives the SQL that it made, without BEGIN, COMMIT and SET. */
export async function statementsOf(subgraph: TestSubgraph, work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const { logger } = subgraph.appDb;
  const ignore = (): void => undefined;
  subgraph.appDb.logger = {
    logQuery: (sql) => {
      if (!/^\s*(start transaction|begin|commit|rollback|set )/i.test(sql)) statements.push(sql);
    },
    logQueryError: ignore,
    logQuerySlow: ignore,
    logSchemaBuild: ignore,
    logMigration: ignore,
    log: ignore,
  };
  await work().finally(() => {
    subgraph.appDb.logger = logger;
  });
  return statements;
}

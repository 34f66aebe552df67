import { types } from "pg";
import { DataSource, type DataSourceOptions } from "typeorm";

export type SubgraphDataSource = Pick<
  Extract<DataSourceOptions, { type: "postgres" }>,
  "type" | "entities" | "migrations" | "migrationsTransactionMode"
>;

/** PROMISES 6: the database gives up before the caller does. */
const TIMEOUTS =
  "-c statement_timeout=2000 -c lock_timeout=1000 -c idle_in_transaction_session_timeout=60000";

/** No disk turns any more; with the default of 4 the planner reads whole tables where an index is at hand. */
const PLANNING = "-c random_page_cost=1.1";

types.setTypeParser(types.builtins.NUMERIC, Number);
types.setTypeParser(types.builtins.DATE, (text) => text);

/** Opens a pool for one role. Dates come back as YYYY-MM-DD strings and numerics as numbers. */
export function openDatabase(
  dataSource: SubgraphDataSource,
  url: string,
  { poolSize = 8, options = `${TIMEOUTS} ${PLANNING}` }: { poolSize?: number; options?: string } = {},
): Promise<DataSource> {
  return new DataSource({
    ...dataSource,
    url,
    poolSize,
    connectTimeoutMS: 5_000,
    extra: { options, idleTimeoutMillis: 10_000, allowExitOnIdle: true },
  }).initialize();
}

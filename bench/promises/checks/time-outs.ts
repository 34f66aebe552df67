import { openDatabase } from "@gongjian/shared/database/open-database";
import { CALL_TIMEOUT_MS } from "../../../gateway/src/calls/subgraph-client.ts";
import { REQUEST_TIMEOUT_MS } from "../../../gateway/src/graphql/request-context.ts";
import { withServer } from "../../platform/with-server.ts";
import { same, type Check } from "../finding.ts";
import { runTests } from "../run-tests.ts";

const ASKED = "8000 > 3000 > 2000 > 1000";
const GUARD = "gateway/src/calls/guard.test.ts";
const CALLS = "gateway/src/calls/subgraph-client.test.ts";

/** Promise 6: time-outs are in order, the breaker opens and closes, one retry. */
export const checkTimeOuts: Check = async () => {
  const all = [REQUEST_TIMEOUT_MS, CALL_TIMEOUT_MS, ...(await databaseTimeOuts())].join(" > ");
  const what = "网关 > 子图 > 语句 > 锁，毫秒 gateway > subgraph > statement > lock, ms";
  return [
    same(what, all, ASKED),
    await runTests("断路器、重试、冻结 breaker, retry, frozen", { files: [GUARD, CALLS], isTime: true }),
  ];
};

/** As PostgreSQL tells them to whoever opens a database as the subgraphs do; ms. */
async function databaseTimeOuts(): Promise<number[]> {
  const timeOuts: number[] = [];
  await withServer(async ({ adminUrl }) => {
    const db = await openDatabase({ type: "postgres", entities: [] }, adminUrl);
    for (const name of ["statement_timeout", "lock_timeout"]) {
      const [row] = await db.query<{ setting: string }[]>("select setting from pg_settings where name = $1", [
        name,
      ]);
      timeOuts.push(Number(row?.setting));
    }
    await db.destroy();
  });
  return timeOuts;
}

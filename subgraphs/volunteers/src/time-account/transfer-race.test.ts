import { systemClock } from "@gongjian/shared/clock";
import { openDatabase } from "@gongjian/shared/database/open-database";
import { createLogger } from "@gongjian/shared/log";
import { sha256, signRequest } from "@gongjian/shared/signature";
import { buildSubgraphServer } from "@gongjian/shared/subgraph/server";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import type { DataSource } from "typeorm";
import { volunteers } from "../subgraph.ts";
import { settleCity } from "../testing/city.ts";
import { givenOf } from "../testing/given.ts";
import { ledger, transfer, TRANSFER, type TransferAnswer } from "../testing/transfers.ts";

const TRANSFERS = 2_000;
const LIMIT = 40;

let subgraph: TestSubgraph;
let accounts: string[];

beforeAll(async () => {
  subgraph = await startTestSubgraph(volunteers);
  await settleCity(subgraph);
});
afterAll(() => subgraph.stop());

beforeEach(async () => {
  await subgraph.db.query(`truncate volunteer cascade`);
  const given = givenOf(subgraph);
  const rows = await Promise.all(
    Array.from({ length: 4 }, () => given.account({ creditLimitMinutes: LIMIT })),
  );
  accounts = rows.map(({ id }) => id);
});

/** Opposite pairs over the four accounts; amounts so that some run into the limit. */
function input(i: number): object {
  const payer = i % 4;
  const payee = (payer + (i % 8 < 4 ? 1 : 3)) % 4;
  return {
    payerId: accounts[payer],
    payeeId: accounts[payee],
    minutes: 1 + (i % 17),
    idempotencyKey: `race-${i}`,
  };
}

function tally(
  answers: readonly { errors?: unknown; data?: TransferAnswer | null }[],
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { errors, data } of answers) {
    const kind = errors ? "ERROR" : (data?.transferTime.__typename ?? "NOTHING");
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

test("2,000 opposite transfers on 4 accounts at once: no minute is made or lost, no error surfaces", async () => {
  const answers = await Promise.all(
    Array.from({ length: TRANSFERS }, (_, i) => transfer(subgraph, input(i))),
  );
  const { TransferTimeSuccess: posted = 0, InsufficientTime: refused = 0, ...others } = tally(answers);
  expect(others).toEqual({});
  expect(posted + refused).toBe(TRANSFERS);
  expect(posted).toBeGreaterThan(TRANSFERS / 10);
  expect(await ledger(subgraph)).toEqual({
    sum: 0,
    transfers: posted,
    movements: posted * 2,
    faults: 0,
    belowLimit: 0,
  });
}, 60_000);

test("the same from two processes, with half of the keys sent to both", async () => {
  const second = await startSecond();
  try {
    const sends = Array.from({ length: 800 }, (_, i) =>
      i % 4 === 0
        ? [transfer(subgraph, input(i)), second.transfer(input(i))]
        : [i % 2 ? transfer(subgraph, input(i)) : second.transfer(input(i))],
    );
    const answers = await Promise.all(sends.flat());
    expect(Object.keys(tally(answers)).sort()).toEqual(["InsufficientTime", "TransferTimeSuccess"]);
    expect(await ledger(subgraph)).toMatchObject({ sum: 0, faults: 0, belowLimit: 0 });
  } finally {
    await second.stop();
  }
}, 60_000);

test("an account that somebody holds locked for longer than the lock time-out surfaces no error", async () => {
  const [payerId, payeeId] = accounts;
  const lock = subgraph.db.createQueryRunner();
  await lock.startTransaction();
  await lock.query(`select from time_account where id = $1 for update`, [payerId]);
  const sent = Promise.all([1, 2, 3].map((minutes) => transfer(subgraph, { payerId, payeeId, minutes })));
  await new Promise((resolve) => setTimeout(resolve, 1_400));
  await lock.rollbackTransaction();
  await lock.release();

  expect(tally(await sent)).toEqual({ TransferTimeSuccess: 3 });
  expect(await ledger(subgraph)).toMatchObject({ transfers: 3, faults: 0 });
});

test("a database connection that dies under a transfer is survived, and time moves once", async () => {
  const [payerId, payeeId] = accounts;
  const lock = subgraph.db.createQueryRunner();
  await lock.startTransaction();
  await lock.query(`select from time_account where id = $1 for update`, [payerId]);
  const sent = transfer(subgraph, { payerId, payeeId, minutes: 7 });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const killed = await subgraph.appDb.query<{ ok: boolean }[]>(`
    select pg_terminate_backend(pid) as ok from pg_stat_activity
    where datname = current_database() and query like '%from post_transfers%' and state = 'active'
      and pid <> pg_backend_pid()
  `);
  await lock.rollbackTransaction();
  await lock.release();

  expect(tally([await sent])).toEqual({ TransferTimeSuccess: 1 });
  expect(await ledger(subgraph)).toMatchObject({ transfers: 1, faults: 0 });
  expect(killed).toEqual([{ ok: true }]);
});

interface Second {
  transfer(input: object): Promise<{ errors?: unknown; data?: TransferAnswer | null }>;
  stop(): Promise<void>;
}

/** A second server with a pool and a queue of its own, as a second process would have. */
async function startSecond(): Promise<Second> {
  const { url } = subgraph.appDb.options as { url: string };
  const db: DataSource = await openDatabase(volunteers.dataSource, url);
  const { keys } = subgraph;
  const log = createLogger("volunteers", "silent");
  const app = await buildSubgraphServer({
    definition: volunteers,
    db,
    keys,
    clock: systemClock,
    log,
  });
  return {
    transfer: async (sent) => {
      const payload = JSON.stringify({ query: TRANSFER, variables: { input: sent } });
      const signed = signRequest(
        keys,
        { method: "POST", path: "/graphql", bodyHash: sha256(payload) },
        { role: "SECRETARIAT", subject: "tester", unitId: null, areaCode: null },
      );
      const headers = { "content-type": "application/json", ...signed };
      const { body } = await app.inject({ method: "POST", url: "/graphql", headers, payload });
      return JSON.parse(body) as { data: TransferAnswer };
    },
    stop: async () => {
      await app.close();
      await db.destroy();
    },
  };
}

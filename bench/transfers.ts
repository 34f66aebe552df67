/**
 * Transfers of the time bank per second, 16 clients over 200 accounts and with 80 % of them on 2 hot ones:
 * through the service and through signed GraphQL, beside a floor of the same run, a hand-written SQL
 * function with the same two updates and two inserts called through pg.
 */
import "reflect-metadata";
import { randomBytes, randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "pg";
import { startEmbeddedServer } from "../launcher/src/embedded-postgres/embedded-server.ts";
import { systemClock } from "../shared/src/clock.ts";
import { createLogger } from "../shared/src/log.ts";
import { startTestSubgraph, type TestSubgraph } from "../shared/src/testing/subgraph.ts";
import type { Viewer } from "../shared/src/viewer.ts";
import { volunteers } from "../subgraphs/volunteers/src/subgraph.ts";
import { ledger, TRANSFER } from "../subgraphs/volunteers/src/testing/transfers.ts";
import { TimeAccountService } from "../subgraphs/volunteers/src/time-account/time-account.service.ts";

const CLIENTS = 16;
const ACCOUNTS = 200;
const SECONDS = Number(process.env.SECONDS ?? 8);
const HOT_SHARE = 0.8;
const VIEWER: Viewer = { role: "SECRETARIAT", subject: "bench", unitId: null, areaCode: null };

type Pair = readonly [payer: string, payee: string];
type Send = (pair: Pair) => Promise<unknown>;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "gongjian-bench-"));
  chmodSync(folder, 0o711);
  const password = randomBytes(24).toString("base64url");
  const server = await startEmbeddedServer({ folder, password, maxConnections: 100 });
  try {
    process.env.GONGJIAN_TEST_ADMIN_URL = server.adminUrl;
    const subgraph = await startTestSubgraph(volunteers);
    await measureAll(subgraph, await openAccounts(subgraph));
    const { sum, faults, belowLimit } = await ledger(subgraph);
    console.log(
      `sum ${sum} · balances that differ from their movements ${faults} · below limit ${belowLimit}`,
    );
    await subgraph.stop();
  } finally {
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureAll(subgraph: TestSubgraph, accounts: readonly string[]): Promise<void> {
  const { url } = subgraph.appDb.options as { url: string };
  const pool = new Pool({ connectionString: url, max: CLIENTS });
  await createFloor(subgraph);
  const log = createLogger("bench", "silent");
  const service = new TimeAccountService({ db: subgraph.appDb, viewer: VIEWER, clock: systemClock, log });
  const caller = subgraph.as(VIEWER);

  const sends: Record<string, Send> = {
    "floor: SQL function through pg": ([payer, payee]) =>
      pool.query("select floor_transfer($1, $2, $3, $4, $5)", [randomUUID(), randomUUID(), payer, payee, 1]),
    service: ([payerId, payeeId]) =>
      service.transfer({ payerId, payeeId, minutes: 1, idempotencyKey: randomUUID() }),
    "signed GraphQL": async ([payerId, payeeId]) => {
      const input = { payerId, payeeId, minutes: 1, idempotencyKey: randomUUID() };
      const { data, errors } = await caller.query<{ transferTime: { __typename: string } }>(TRANSFER, {
        input,
      });
      if (errors ?? data?.transferTime.__typename !== "TransferTimeSuccess") throw new Error("refused");
    },
  };
  for (const [load, pick] of Object.entries(loadsOver(accounts))) {
    const table: Record<string, object> = {};
    let floor = 0;
    for (const [way, send] of Object.entries(sends)) {
      await run(send, pick, 1);
      const { perSecond, failed, p95 } = await run(send, pick, SECONDS);
      floor ||= perSecond;
      table[way] = {
        "transfers/s": Math.round(perSecond),
        "of floor": Number((perSecond / floor).toFixed(2)),
        "p95 ms": p95,
        errors: failed,
      };
    }
    console.log(load);
    console.table(table);
  }
  await pool.end();
}

function loadsOver(accounts: readonly string[]): Record<string, () => Pair> {
  const any = (): string => accounts[Math.floor(Math.random() * accounts.length)] ?? "";
  const pairOf = (payer: string): Pair => {
    const payee = any();
    return payee === payer ? pairOf(payer) : [payer, payee];
  };
  const [first = "", second = ""] = accounts;
  const hotPair = (): Pair => (Math.random() < 0.5 ? [first, second] : [second, first]);
  return {
    [`${CLIENTS} clients over ${ACCOUNTS} accounts`]: () => pairOf(any()),
    [`${CLIENTS} clients, 80 % on 2 hot accounts`]: () =>
      Math.random() < HOT_SHARE ? hotPair() : pairOf(any()),
  };
}

async function run(
  send: Send,
  pick: () => Pair,
  seconds: number,
): Promise<{ perSecond: number; failed: number; p95: number }> {
  const times: number[] = [];
  let failed = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  const client = async (): Promise<void> => {
    while (performance.now() < end) {
      const sent = performance.now();
      await send(pick()).then(
        () => times.push(performance.now() - sent),
        () => (failed += 1),
      );
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  times.sort((a, b) => a - b);
  const elapsed = (performance.now() - start) / 1000;
  return {
    perSecond: times.length / elapsed,
    failed,
    p95: Math.round(times[Math.floor(times.length * 0.95)] ?? 0),
  };
}

async function openAccounts({ db }: TestSubgraph): Promise<string[]> {
  await db.query(`insert into area values ('341881', null, 'COUNTY', '宁国市', 1)`);
  await db.query(`
    insert into volunteer
    select gen_random_uuid(), '341881' || lpad(n::text, 8, '0'), null, '王*', '341881', '{}', 'ACTIVE', now()
    from generate_series(1, ${ACCOUNTS}) as n
  `);
  await db.query(`
    insert into time_account select gen_random_uuid(), id, null, 0, 1000000, 0, now() from volunteer
  `);
  const rows = await db.query<{ id: string }[]>(`select id from time_account`);
  return rows.map(({ id }) => id);
}

async function createFloor({ db }: TestSubgraph): Promise<void> {
  await db.query(`
    create table floor_account as select id, balance_minutes from time_account;
    alter table floor_account add primary key (id);
    create table floor_posting (id uuid primary key, key uuid not null unique, minutes integer not null);
    create table floor_movement (account_id uuid not null, transfer_id uuid not null, minutes integer not null);
    create index on floor_movement (account_id);
    create function floor_transfer(id uuid, key uuid, payer uuid, payee uuid, amount integer) returns void
      language plpgsql as $$
    begin
      perform from floor_account a where a.id in (payer, payee) order by a.id for no key update;
      insert into floor_posting values (floor_transfer.id, floor_transfer.key, amount);
      update floor_account a set balance_minutes = a.balance_minutes - amount where a.id = payer;
      update floor_account a set balance_minutes = a.balance_minutes + amount where a.id = payee;
      insert into floor_movement
        values (payer, floor_transfer.id, -amount), (payee, floor_transfer.id, amount);
    end
    $$;
  `);
}

void main();

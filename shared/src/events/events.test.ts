import { randomBytes } from "node:crypto";
import Fastify from "fastify";
import type { MigrationInterface, QueryRunner } from "typeorm";
import type { EventEnvelope } from "../contracts/events.ts";
import { asSystem } from "../database/viewer-transaction.ts";
import { createLogger } from "../log.ts";
import { NonceMemory, sha256, verifyRequest } from "../signature.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { applyEvents, createInboxTable, dropInboxTable, InboxRow } from "./inbox.ts";
import { emitEvents, type NewEvent } from "./outbox.ts";
import { startRelay } from "./relay.ts";

class CreateInbox1764000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await createInboxTable(db);
    await db.query("create table seen (code text primary key, name text not null, version integer not null)");
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query("drop table seen");
    await dropInboxTable(db);
  }
}

const keys = [{ kid: "test", secret: randomBytes(32).toString("base64url") }];
const log = createLogger("test", "silent");
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase("resources", {
    type: "postgres",
    entities: [InboxRow],
    migrations: [CreateInbox1764000000000],
  });
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.owner.query("truncate seen; truncate inbox");
});

const handlers = {
  "area.registered": async (
    tx: { query(sql: string, values: unknown[]): Promise<unknown> },
    events: EventEnvelope<"area.registered">[],
  ): Promise<void> => {
    for (const { state, version } of events) {
      if (state.name === "毒") throw new Error("poison");
      await tx.query(
        `insert into seen values ($1, $2, $3) on conflict (code) do update
         set name = excluded.name, version = excluded.version where excluded.version > seen.version`,
        [state.code, state.name, version],
      );
    }
  },
};

function area(code: string, name: string, version = 1): NewEvent<"area.registered"> {
  return {
    type: "area.registered",
    aggregate: code,
    version,
    state: { code, parentCode: null, level: "COUNTY", name },
  };
}

function envelope(event: NewEvent<"area.registered">, id: string): EventEnvelope {
  return { id, occurredAt: new Date().toISOString(), ...event };
}

const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const apply = (events: EventEnvelope[]): Promise<string[]> =>
  applyEvents(database.app, handlers, events, () => undefined);
const seen = (): Promise<unknown[]> => database.owner.query("select name, version from seen order by code");

test("an event that is delivered twice is applied once, and an older one never wins", async () => {
  const second = envelope(area("341881", "宁国市", 2), id(1));
  await apply([second]);
  await database.owner.query("update seen set name = '改过'");
  await apply([second, envelope(area("341881", "旧名", 1), id(2))]);

  expect(await seen()).toEqual([{ name: "改过", version: 2 }]);
});

test("of several versions in one batch the newest is kept, whatever their order", async () => {
  await apply([envelope(area("341881", "新", 3), id(3)), envelope(area("341881", "旧", 2), id(4))]);
  expect(await seen()).toEqual([{ name: "新", version: 3 }]);
});

test("a poison message is named and does not hold up the others", async () => {
  const failed = await apply([
    envelope(area("341881", "宁国市"), id(5)),
    envelope(area("341882", "毒"), id(6)),
    envelope({ ...area("341883", "坏"), state: { code: 7 } as never }, id(7)),
  ]);
  expect(failed).toEqual([id(6), id(7)]);
  expect(await seen()).toEqual([{ name: "宁国市", version: 1 }]);
});

test("events reach their subscriber, signed, when the transaction commits, and only then", async () => {
  const received: EventEnvelope[] = [];
  const consumer = Fastify();
  const nonces = new NonceMemory();
  consumer.addContentTypeParser("application/json", { parseAs: "string" }, (_request, body, done) => {
    done(null, body);
  });
  consumer.post("/events", (request) => {
    const body = request.body as string;
    const verdict = verifyRequest(keys, nonces, {
      method: "POST",
      path: "/events",
      headers: request.headers,
    });
    if (!("viewer" in verdict) || verdict.bodyHash !== sha256(body)) throw new Error("not signed");
    received.push(...(JSON.parse(body) as { events: EventEnvelope[] }).events);
    return { failed: [] };
  });
  const address = await consumer.listen({ port: 0, host: "127.0.0.1" });
  const addresses = { resources: address, volunteers: address, merchants: address };
  const relay = await startRelay({
    name: "organisations",
    jobsUrl: database.jobsUrl,
    keys,
    addresses,
    log,
    daily: () => Promise.resolve(),
  });

  await expect(
    asSystem(database.app, async (tx) => {
      await emitEvents(tx, [area("999999", "没有提交")]);
      throw new Error("rolled back");
    }),
  ).rejects.toThrow("rolled back");
  const areas = Array.from({ length: 250 }, (_, i) => area(String(341_000 + i), `区${i}`));
  await asSystem(database.app, (tx) => emitEvents(tx, areas));
  await until(() => received.length >= 750);

  expect(received).toHaveLength(750);
  expect(new Set(received.map(({ aggregate }) => aggregate)).has("999999")).toBe(false);
  await relay.stop();
  await consumer.close();
});

test("the app's role can announce events and can do nothing else with the queue", async () => {
  await expect(database.app.query("select * from graphile_worker.jobs")).rejects.toThrow("permission denied");
});

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
}

import { clockOf } from "../clock.ts";
import { asSystem } from "../database/viewer-transaction.ts";
import { createLogger } from "../log.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { createInboxTable, dropInboxTable, InboxRow } from "./inbox.ts";
import { performHere, requestWork, startWork } from "./work.ts";
import type { MigrationInterface, QueryRunner } from "typeorm";

class CreateInbox1764000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await createInboxTable(db);
  }

  async down(db: QueryRunner): Promise<void> {
    await dropInboxTable(db);
  }
}

const log = createLogger("test", "silent");
const clock = clockOf(() => new Date("2026-09-03T09:00:00+08:00"));
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase("resources", {
    type: "postgres",
    entities: [InboxRow],
    migrations: [CreateInbox1764000000000],
  });
});
afterAll(() => database.drop());

test("work that is asked for is done when the transaction commits, and only then", async () => {
  const done: object[] = [];
  const note = (_: unknown, payload: object): Promise<void> => {
    done.push(payload);
    return Promise.resolve();
  };
  const perform = performHere({ note }, { db: database.app, clock, log });
  const worker = await startWork({ jobsUrl: database.jobsUrl, log, perform });

  await expect(
    asSystem(database.app, async (tx) => {
      await requestWork(tx, { work: "note", payload: { number: 1 } });
      throw new Error("rolled back");
    }),
  ).rejects.toThrow("rolled back");
  await asSystem(database.app, (tx) => requestWork(tx, { work: "note", payload: { number: 2 } }));
  for (let tries = 0; tries < 200 && done.length === 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }

  expect(done).toEqual([{ number: 2 }]);
  await worker.stop();
});

test("work that nobody does is said to be so", async () => {
  const perform = performHere({}, { db: database.app, clock, log });
  for (const work of ["note", "constructor"]) {
    await expect(perform({ work, payload: {} }, AbortSignal.timeout(1_000))).rejects.toThrow(work);
  }
});

test("the app's role can ask for work and for no other job of the queue", async () => {
  await expect(database.app.query("select graphile_worker.add_job('daily')")).rejects.toThrow(
    "permission denied",
  );
});

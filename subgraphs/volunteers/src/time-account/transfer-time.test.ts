import { newId } from "@gongjian/shared/id";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { volunteers } from "../subgraph.ts";
import { CHENGDONG, settleCity, STREET } from "../testing/city.ts";
import { givenOf } from "../testing/given.ts";
import { ledger, transfer } from "../testing/transfers.ts";
import type { TimeAccountRow } from "./time-account.row.ts";

let subgraph: TestSubgraph;
let given: ReturnType<typeof givenOf>;
let aming: TimeAccountRow;
let ling: TimeAccountRow;

beforeAll(async () => {
  subgraph = await startTestSubgraph(volunteers);
  await settleCity(subgraph);
  given = givenOf(subgraph);
});
afterAll(() => subgraph.stop());

beforeEach(async () => {
  await subgraph.db.query(`truncate volunteer cascade`);
  const { id: volunteerId } = await given.volunteer({ subject: "aming" });
  aming = await given.account({ volunteerId, creditLimitMinutes: 90 });
  ling = await given.account();
});

function pay(changes: object = {}, viewer?: object): ReturnType<typeof transfer> {
  return transfer(subgraph, { payerId: aming.id, payeeId: ling.id, minutes: 45, ...changes }, viewer);
}

const NOTHING = { sum: 0, transfers: 0, movements: 0, faults: 0, belowLimit: 0 };

test("a transfer moves minutes from the payer to the payee, in two movements", async () => {
  const { data } = await pay({ note: "陪诊" });
  expect(data?.transferTime).toMatchObject({
    payer: { id: aming.id, balanceMinutes: -45 },
    payee: { id: ling.id, balanceMinutes: 45 },
  });
  expect(await ledger(subgraph)).toEqual({ ...NOTHING, transfers: 1, movements: 2 });
});

test("a payer may go into debt, but not past the credit limit", async () => {
  expect((await pay({ minutes: 91 })).data?.transferTime).toMatchObject({
    __typename: "InsufficientTime",
    code: "INSUFFICIENT_TIME",
    availableMinutes: 90,
  });
  expect(await ledger(subgraph)).toEqual(NOTHING);
  expect((await pay({ minutes: 90 })).data?.transferTime.payer?.balanceMinutes).toBe(-90);
});

test("the same key and input give the same answer and move time once, also when sent at once", async () => {
  const input = { idempotencyKey: "once", note: null };
  const together = await Promise.all([1, 2, 3, 4].map(() => pay(input)));
  await pay({ minutes: 5 });
  const later = await pay(input);
  const answers = new Set([...together, later].map((answer) => JSON.stringify(answer)));
  expect(answers.size).toBe(1);
  expect(await ledger(subgraph)).toMatchObject({ transfers: 2, movements: 4, faults: 0 });
});

test.each([
  ["minutes", { minutes: 44 }],
  ["note", { note: "另一句" }],
])("the same key with other %s is a conflict and moves nothing", async (_what, changes) => {
  await pay({ idempotencyKey: "k" });
  const { data } = await pay({ idempotencyKey: "k", ...changes });
  expect(data?.transferTime).toMatchObject({ code: "IDEMPOTENCY_CONFLICT" });
  expect(await ledger(subgraph)).toMatchObject({ transfers: 1, movements: 2 });
});

test("a key belongs to who chose it", async () => {
  await pay({ idempotencyKey: "k", minutes: 1 });
  const own = await pay({ idempotencyKey: "k", minutes: 2 }, { role: "VOLUNTEER", subject: "aming" });
  expect(own.data?.transferTime.payer?.balanceMinutes).toBe(-3);
});

test("accounts that do not exist, or are one and the same, are refused", async () => {
  const codes = [
    await pay({ payerId: newId() }),
    await pay({ payeeId: newId() }),
    await pay({ payeeId: aming.id }),
  ].map(({ data }) => data?.transferTime.code);
  expect(codes).toEqual(["ACCOUNT_NOT_FOUND", "ACCOUNT_NOT_FOUND", "SAME_ACCOUNT"]);
  expect(await ledger(subgraph)).toEqual(NOTHING);
});

test.each([
  ["no minutes", { minutes: 0 }],
  ["negative minutes", { minutes: -5 }],
  ["an id that is none", { payerId: "x" }],
  ["an empty key", { idempotencyKey: "" }],
])("%s is wrong input", async (_what, changes) => {
  expect((await pay(changes)).errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
  expect(await ledger(subgraph)).toEqual(NOTHING);
});

test("a volunteer gives own time only, and does not learn the other's balance", async () => {
  const { data } = await pay({}, { role: "VOLUNTEER", subject: "aming" });
  expect(data?.transferTime).toMatchObject({ payer: { balanceMinutes: -45 }, payee: null });

  const stolen = await pay({ payerId: ling.id, payeeId: aming.id }, { role: "VOLUNTEER", subject: "aming" });
  expect(stolen.errors?.[0]?.extensions).toEqual({ code: "FORBIDDEN" });
  expect(await ledger(subgraph)).toMatchObject({ transfers: 1 });
});

test("a secretariat moves time of its own area only", async () => {
  const { errors } = await pay({}, { role: "SECRETARIAT", areaCode: CHENGDONG });
  expect(errors?.[0]?.extensions).toEqual({ code: "FORBIDDEN" });
  const { data } = await pay({}, { role: "SECRETARIAT", areaCode: STREET });
  expect(data?.transferTime.__typename).toBe("TransferTimeSuccess");
});

test("the database refuses a foreign payer too, were the service to forget", async () => {
  const item = {
    id: newId(),
    actor: "thief",
    role: "VOLUNTEER",
    area: null,
    payerId: aming.id,
    payeeId: ling.id,
    minutes: 5,
    idempotencyKey: "k",
    note: null,
    occurredAt: new Date(),
  };
  const outcomes = await subgraph.appDb.query<{ outcome: string }[]>(
    `select outcome from post_transfers($1)`,
    [JSON.stringify([item])],
  );
  expect(outcomes).toEqual([{ outcome: "FORBIDDEN" }]);
  expect(await ledger(subgraph)).toEqual(NOTHING);
});

test.each([
  `update time_account set balance_minutes = 1000`,
  `update time_movement set minutes = 1`,
  `delete from time_transfer`,
  `insert into time_movement values (gen_random_uuid(), 1, gen_random_uuid(), 1, 1)`,
  `insert into time_transfer values (gen_random_uuid(), 'a', 'k', gen_random_uuid(), gen_random_uuid(), 1, '', now())`,
])("the app's role cannot run: %s", async (sql) => {
  await expect(subgraph.appDb.query(sql)).rejects.toThrow(/permission denied|row-level security/);
});

test("even the owner cannot commit a transfer that is not balanced, nor a balance below the limit", async () => {
  const id = newId();
  const half = subgraph.db.transaction(async (tx) => {
    await tx.query(`insert into time_transfer values ($1, 'a', 'k', $2, $3, 5, null, now())`, [
      id,
      aming.id,
      ling.id,
    ]);
    await tx.query(`insert into time_movement values ($1, 1, $2, -5, -5)`, [aming.id, id]);
  });
  await expect(half).rejects.toThrow(/is not balanced/);
  await expect(subgraph.db.query(`update time_account set balance_minutes = -91`)).rejects.toThrow(
    /time_account_within_credit/,
  );
  await pay();
  const third = subgraph.db.query(
    `insert into time_movement select account_id, 99, transfer_id, 7, 7 from time_movement limit 1`,
  );
  await expect(third).rejects.toThrow(/time_movement_side_key/);
});

test("one refused transfer of a batch leaves the others alone", async () => {
  const answers = await Promise.all([pay({ minutes: 60 }), pay({ minutes: 60 }), pay({ minutes: 30 })]);
  expect(answers.map(({ data }) => data?.transferTime.code ?? "OK")).toEqual([
    "OK",
    "INSUFFICIENT_TIME",
    "OK",
  ]);
  expect(await ledger(subgraph)).toMatchObject({ sum: 0, transfers: 2, faults: 0, belowLimit: 0 });
});

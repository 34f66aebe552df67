import { setTimeout as sleep } from "node:timers/promises";
import { clockOf } from "@gongjian/shared/clock";
import { performHere, startWork, type WorkScope } from "@gongjian/shared/events/work";
import { newId } from "@gongjian/shared/id";
import { createLogger } from "@gongjian/shared/log";
import { emptyQueue, waitingDeliveries } from "@gongjian/shared/testing/job-queue";
import { merge, publishThree } from "../../merging/testing/given-needs.ts";
import { startCity, type City } from "../../testing/city.ts";
import { arrangeNeed, arrangeResource } from "../testing/arrange.ts";
import { lexiconVersion } from "../understanding/lexicon.ts";
import { needTokens, supplyTokens } from "../understanding/tokens.ts";
import { readBatch } from "./read-batch.ts";
import { relearnTokens } from "./relearn-tokens.ts";
import { RELEARN_TOKENS, requestRelearning } from "./request-relearning.ts";
import { staleRows, TOKEN_TABLES } from "./token-tables.ts";

const CLOCK = clockOf(() => new Date("2026-09-01T04:00:00Z"));
const STALE = ["轮椅", "只有旧词库认得的词"];

let city: City;

beforeAll(async () => {
  city = await startCity(CLOCK);
});
afterAll(() => city.stop());
beforeEach(async () => {
  await city.clear();
  await city.db.query("truncate lexicon_state");
  await emptyQueue(city.jobsUrl);
});

function scopeOf(signal = new AbortController().signal): WorkScope {
  const log = createLogger("test", process.env.LOG_LEVEL ?? "silent");
  return { db: city.appDb, clock: CLOCK, log, signal };
}

/** Reads all texts in this process, as the thread would. */
function relearn(): Promise<void> {
  return relearnTokens(scopeOf(), { version: lexiconVersion() });
}

/** As rows are that another lexicon has read. */
async function makeStale(): Promise<void> {
  await city.db.query("update supply set tokens = $1", [STALE]);
  await city.db.query("update need set tokens = $1 where state <> 'MERGED'", [STALE]);
}

async function tokensOf(table: "supply" | "need", id: string): Promise<string[]> {
  const [row] = await city.db.query<{ tokens: string[] }[]>(`select tokens from ${table} where id = $1`, [
    id,
  ]);
  return row?.tokens ?? [];
}

async function stateOf(list: "SUPPLY" | "NEED"): Promise<object | undefined> {
  const [row] = await city.db.query<object[]>(
    `select version, done_up_to, rows_read, rows_changed, finished_at is not null as finished
     from lexicon_state where list = $1`,
    [list],
  );
  return row;
}

async function candidatesOf(id: string): Promise<string[]> {
  const { data, errors } = await city.secretariat().query<{
    need: { candidates: { nodes: { supply: { id: string } }[] } };
  }>(`query ($id: ID!) { need(id: $id) { candidates(first: 5) { nodes { supply { ... on Resource { id } } } } } }`, { id });
  expect(errors).toBeUndefined();
  return data?.need.candidates.nodes.map(({ supply }) => supply.id) ?? [];
}

const askForWheelchair = (): Promise<string> => arrangeNeed(city.db, city.unit("市司法局"));
const offerWheelchair = (): Promise<string> => arrangeResource(city.db, city.unit("启工职校"));

describe("when the lexicon has changed", () => {
  it("what was found by old words is found by the new ones, once its text is read anew", async () => {
    const [need, resource] = [await askForWheelchair(), await offerWheelchair()];
    expect(await candidatesOf(need)).toEqual([resource]);
    await city.db.query("update supply set tokens = '{旧词}'");
    expect(await candidatesOf(need)).toEqual([]);

    const worker = await startWork({
      jobsUrl: city.jobsUrl,
      log: scopeOf().log,
      perform: performHere({ [RELEARN_TOKENS]: relearnTokens }, scopeOf()),
    });
    await requestRelearning(city.appDb);
    for (let tries = 0; tries < 200 && (await candidatesOf(need)).length === 0; tries++) await sleep(50);
    await worker.stop();

    expect(await candidatesOf(need)).toEqual([resource]);
  });

  it("volunteers' services, withdrawn lines and needs are read anew too", async () => {
    const service = { title: "代买菜代拿药", description: "早市顺路带回来", category: "G04" };
    const id = newId();
    await arrangeResource(city.db, city.unit("启工职校"), { id, kind: "VOLUNTEER_SERVICE", ...service });
    await city.db.query("update supply set state = 'WITHDRAWN'");
    const need = await askForWheelchair();
    await makeStale();

    await relearn();

    expect(await tokensOf("supply", id)).toEqual(supplyTokens(service));
    expect(await tokensOf("need", need)).toEqual(needTokens("老人腿摔了想借轮椅\n出院后用两个月"));
    expect(await stateOf("SUPPLY")).toMatchObject({ rows_read: 1, rows_changed: 1, finished: true });
  });

  it("a row that reads as before is not written", async () => {
    await offerWheelchair();
    const written = (): Promise<unknown> => city.db.query("select xmin::text from supply");
    const before = await written();

    await relearn();

    expect(await written()).toEqual(before);
    expect(await stateOf("SUPPLY")).toMatchObject({ rows_read: 1, rows_changed: 0, finished: true });
  });

  it("a need that others were merged into says what they say now", async () => {
    const { id = "" } = await merge(city.secretariat(), await publishThree(city));
    const before = await tokensOf("need", id);
    await city.db.query("update need set tokens = $1 where state = 'MERGED'", [STALE]);
    expect(await tokensOf("need", id)).not.toEqual(before);

    await relearn();

    expect(await tokensOf("need", id)).toEqual(before);
    expect(await stateOf("NEED")).toMatchObject({ rows_read: 3, rows_changed: 3, finished: true });
  });
});

describe("a reading that was cut off", () => {
  it("goes on after the last row that it had done", async () => {
    const ids = [await offerWheelchair(), await offerWheelchair(), await offerWheelchair()];
    await makeStale();
    await city.db.query(
      `insert into lexicon_state (list, version, done_up_to, rows_read, rows_changed, started_at)
       values ('SUPPLY', $1, $2, 2, 2, now())`,
      [lexiconVersion(), ids[1]],
    );

    await relearn();

    expect(await tokensOf("supply", ids[0] ?? "")).toEqual(STALE);
    expect(await tokensOf("supply", ids[2] ?? "")).not.toEqual(STALE);
    expect(await stateOf("SUPPLY")).toMatchObject({ done_up_to: ids[2], rows_read: 3, finished: true });
  });

  it("begins anew where it was another lexicon's", async () => {
    const id = await offerWheelchair();
    await makeStale();
    await city.db.query(
      `insert into lexicon_state (list, version, done_up_to, rows_read, rows_changed, started_at, finished_at)
       values ('SUPPLY', 'another', $1, 1, 0, now(), now())`,
      [id],
    );

    await relearn();

    expect(await tokensOf("supply", id)).not.toEqual(STALE);
    expect(await stateOf("SUPPLY")).toMatchObject({ version: lexiconVersion(), rows_read: 1 });
  });

  it("asks for itself anew when the process is to stop", async () => {
    await offerWheelchair();
    await relearnTokens(scopeOf(AbortSignal.abort()), { version: lexiconVersion() });

    expect(await stateOf("SUPPLY")).toMatchObject({ rows_read: 0, finished: false });
    expect(await waitingDeliveries(city.jobsUrl)).toEqual([
      { work: RELEARN_TOKENS, payload: { version: lexiconVersion() } },
    ]);
  });
});

it("is asked for until all is read, and not again", async () => {
  await requestRelearning(city.appDb);
  expect(await waitingDeliveries(city.jobsUrl)).toHaveLength(1);
  await emptyQueue(city.jobsUrl);
  await relearn();
  await requestRelearning(city.appDb);
  expect(await waitingDeliveries(city.jobsUrl)).toEqual([]);
});

it("is nobody's work who has another lexicon than the one who asked", async () => {
  const id = await offerWheelchair();
  await makeStale();
  await relearnTokens(scopeOf(), { version: "another" });
  expect(await tokensOf("supply", id)).toEqual(STALE);
  expect(await stateOf("SUPPLY")).toBeUndefined();
});

it("keeps nobody waiting who writes a row, and comes back for it", async () => {
  const [held, free] = [await offerWheelchair(), await offerWheelchair()];
  await makeStale();
  const writer = city.db.createQueryRunner();
  await writer.startTransaction();
  await writer.query("update supply set title = '电动轮椅', tokens = '{刚写的}' where id = $1", [held]);

  const reading = relearn();
  for (let tries = 0; tries < 200 && (await tokensOf("supply", free))[1] === STALE[1]; tries++)
    await sleep(20);
  expect(await tokensOf("supply", free)).not.toEqual(STALE);
  expect(await stateOf("SUPPLY")).toMatchObject({ done_up_to: null, finished: false });
  await writer.commitTransaction();
  await writer.release();
  await reading;

  const written = { title: "电动轮椅", description: "最长三个月", category: "C04" };
  expect(await tokensOf("supply", held)).toEqual(supplyTokens(written));
  expect(await stateOf("SUPPLY")).toMatchObject({ finished: true });
});

it("writes no tokens to a text that was changed since it was read", async () => {
  const id = await offerWheelchair();
  await makeStale();
  const [supplies] = TOKEN_TABLES;
  if (supplies === undefined) throw new Error("no tables");
  const stale = staleRows(supplies, await city.appDb.query(supplies.read, [null, 1]));
  await city.db.query("update supply set title = '电动轮椅'");

  await city.appDb.query(supplies.write, [JSON.stringify(stale)]);

  expect(stale).toMatchObject([{ id }]);
  expect(await tokensOf("supply", id)).toEqual(STALE);
});

it("two processes at once do the work once, and nothing is left over", async () => {
  const ids = await Promise.all([offerWheelchair(), offerWheelchair(), offerWheelchair()]);
  await makeStale();
  await Promise.all([relearn(), relearn()]);
  for (const id of ids) expect(await tokensOf("supply", id)).not.toEqual(STALE);
  expect(await stateOf("SUPPLY")).toMatchObject({ rows_read: 3, rows_changed: 3, finished: true });
});

it("a slower process takes over where the faster one stands, and stops where another lexicon has begun", async () => {
  await offerWheelchair();
  await relearn();
  await makeStale();
  const [table] = TOKEN_TABLES;
  if (table === undefined) throw new Error("no tables");
  const scope = { db: city.appDb, clock: CLOCK, table, version: lexiconVersion() };
  const before = { doneUpTo: null, rowsRead: 0, rowsChanged: 0, isFinished: false };

  expect(await readBatch(scope, before)).toMatchObject({ rowsRead: 1, rowsChanged: 0, isFinished: true });
  expect(await readBatch({ ...scope, version: "another" }, before)).toBeNull();
  expect(await stateOf("SUPPLY")).toMatchObject({ rows_read: 1, rows_changed: 0, version: lexiconVersion() });
});

it("no caller can say that the texts were read", async () => {
  await expect(
    city.appDb.query(
      `insert into lexicon_state (list, version, rows_read, rows_changed, started_at) values ('NEED', 'x', 0, 0, now())`,
    ),
  ).rejects.toThrow("row-level security");
});

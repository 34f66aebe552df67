import { clockOf } from "@gongjian/shared/clock";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { organisations } from "../subgraph.ts";
import { count, publishSample, statementsOf } from "../testing/city.ts";
import { committeeOf, open, published, SECRETARIAT, seatedUnits, seatUnits } from "./testing/round.ts";

let now = new Date("2026-06-10T02:00:00Z");
let subgraph: TestSubgraph;
let committee: string;

beforeAll(async () => {
  subgraph = await startTestSubgraph(
    organisations,
    clockOf(() => now),
  );
  await publishSample(subgraph);
  committee = await committeeOf(subgraph);
});

afterAll(() => subgraph.stop());

beforeEach(async () => {
  now = new Date("2026-06-10T02:00:00Z");
  await subgraph.db.query(`truncate filing_round, list_publication, request_key cascade`);
});

const ROUND = `query ($id: ID!) { filingRound(id: $id) {
  name state dueOn daysLeft dutiesCount filedCount rate onTimeRate
  silentUnits(first: 100) { nodes { missingLists contact phone unit { id name } contactSeat { role state } } }
} }`;

interface Shown {
  readonly filingRound: Record<string, unknown> & {
    readonly silentUnits: { nodes: { missingLists: string[]; unit: { id: string } }[] };
  };
}

async function show(id: string, viewer: object = SECRETARIAT): Promise<Shown["filingRound"]> {
  const { data, errors } = await subgraph.as(viewer).query<Shown>(ROUND, { id });
  if (!data) throw new Error(errors?.[0]?.message);
  return data.filingRound;
}

describe("with 214 units", () => {
  let units: string[];

  beforeAll(async () => {
    units = await seatUnits(subgraph, committee, 214);
  });

  test("of 214 units 187 have filed: the rate is 0.8738 and 27 are silent, each with its contact seat", async () => {
    const { round } = await open(subgraph, { committeeId: committee });
    expect(round).toMatchObject({ dutiesCount: 214, filedCount: 0, rate: 0, daysLeft: 20, state: "OPEN" });
    const filed = units.slice(0, 187);
    await published(subgraph, filed, "resources", "2026-06-12T02:00:00Z");
    await published(subgraph, filed, "needs", "2026-06-13T02:00:00Z");

    const { silentUnits, ...numbers } = await show(round.id);
    expect(numbers).toMatchObject({ dutiesCount: 214, filedCount: 187, rate: 0.8738, onTimeRate: 0.8738 });
    expect(silentUnits.nodes.map(({ unit }) => unit.id)).toEqual(units.slice(187));
    for (const silent of silentUnits.nodes) {
      expect(silent).toMatchObject({
        missingLists: ["RESOURCES", "NEEDS"],
        contact: "张*",
        phone: "138****5678",
        contactSeat: { role: "MEMBER", state: "SERVING" },
      });
    }
  });

  test("a round with its 27 silent units, their seats and contacts takes three statements", async () => {
    const { round } = await open(subgraph, { committeeId: committee });
    for (const list of ["resources", "needs"] as const) {
      await published(subgraph, units.slice(0, 187), list, "2026-06-12T02:00:00Z");
    }
    const statements = await statementsOf(subgraph, () => show(round.id));
    expect(statements).toHaveLength(3);
  });

  test("a committee's rounds with their numbers and filings take three statements", async () => {
    await open(subgraph, { committeeId: committee });
    await open(subgraph, { committeeId: committee, name: "2026-H2" });
    const document = `query ($id: ID!) { filingRounds(committeeId: $id) { nodes {
      rate filings(first: 50) { nodes { state list } } } } }`;
    const statements = await statementsOf(subgraph, () =>
      subgraph.as(SECRETARIAT).query(document, { id: committee }),
    );
    // The committee's area, the rounds, the filings of both.
    expect(statements).toHaveLength(3);
  });
});

test("a unit that filed one of two lists still owes the other", async () => {
  const [unit = "", ...others] = (await seatedUnits(subgraph, committee)).slice(0, 4);
  const { round } = await open(subgraph, { committeeId: committee, unitIds: [unit, ...others] });
  await published(subgraph, [unit], "needs", "2026-06-12T02:00:00Z");
  const shown = await show(round.id);
  expect(shown).toMatchObject({ dutiesCount: 4, filedCount: 0, rate: 0 });
  expect(shown.silentUnits.nodes.find((silent) => silent.unit.id === unit)?.missingLists).toEqual([
    "RESOURCES",
  ]);
});

test("the last day counts to its end in Asia/Shanghai; after it a filing is late but counts", async () => {
  const [early = "", late = "", silent = ""] = await seatedUnits(subgraph, committee);
  const { round } = await open(subgraph, {
    committeeId: committee,
    lists: ["NEEDS"],
    unitIds: [early, late, silent],
  });
  await published(subgraph, [early], "needs", "2026-06-30T15:59:59.999Z");
  await published(subgraph, [late], "needs", "2026-06-30T16:00:00Z");
  now = new Date("2026-07-02T02:00:00Z");
  expect(await show(round.id)).toMatchObject({ rate: 0.6667, onTimeRate: 0.3333, daysLeft: -2 });
  expect(await filings(round.id)).toEqual([
    { unit: early, state: "FILED" },
    { unit: late, state: "LATE" },
    { unit: silent, state: "SILENT" },
  ]);
  expect(await filings(round.id, "LATE")).toEqual([{ unit: late, state: "LATE" }]);
});

test("what was published before the round began does not count; what came in it counts once", async () => {
  const [before = "", within = ""] = await seatedUnits(subgraph, committee);
  await published(subgraph, [before], "needs", "2026-05-31T15:59:59Z");
  await published(subgraph, [within], "needs", "2026-05-31T16:00:00Z");
  const { round } = await open(subgraph, {
    committeeId: committee,
    lists: ["NEEDS"],
    unitIds: [before, within],
  });
  const { silentUnits } = await show(round.id);
  expect(silentUnits.nodes.map(({ unit }) => unit.id)).toEqual([before]);

  // Delivered out of order, the first publication is still the one that counts.
  const second = await published(subgraph, [before], "needs", "2026-07-05T02:00:00Z");
  const first = await published(subgraph, [before], "needs", "2026-06-20T02:00:00Z");
  const { data } = await subgraph.as(SECRETARIAT).query<{
    filingRound: { filings: { nodes: { publicationId: string; filedAt: string }[] } };
  }>(`query ($id: ID!) { filingRound(id: $id) { filings { nodes { publicationId filedAt } } } }`, {
    id: round.id,
  });
  expect(data?.filingRound.filings.nodes[0]).toEqual({
    publicationId: first,
    filedAt: "2026-06-20T02:00:00.000Z",
  });
  expect(second).not.toBe(first);
});

test("closing a round settles it: what is published afterwards does not count, and it closes once", async () => {
  const [unit = ""] = await seatedUnits(subgraph, committee);
  const { round } = await open(subgraph, { committeeId: committee, lists: ["NEEDS"], unitIds: [unit] });
  now = new Date("2026-07-01T02:00:00Z");
  expect(await close(round.id)).toMatchObject({ round: { state: "CLOSED", closedAt: now.toISOString() } });
  await published(subgraph, [unit], "needs", "2026-07-01T02:00:01Z");
  expect(await show(round.id)).toMatchObject({ state: "CLOSED", rate: 0 });
  // Published before it was closed, delivered after.
  await published(subgraph, [unit], "needs", "2026-07-01T01:59:59Z");
  expect(await show(round.id)).toMatchObject({ rate: 1, onTimeRate: 0 });

  now = new Date("2026-07-02T02:00:00Z");
  expect(await close(round.id)).toMatchObject({
    code: "FILING_ROUND_CLOSED",
    round: { closedAt: "2026-07-01T02:00:00.000Z" },
  });
});

test("units that were silent last time too are named; those that missed one round are not", async () => {
  const [always = "", never = "", sometimes = "", newcomer = ""] = await seatedUnits(subgraph, committee);
  const first = { committeeId: committee, name: "2025-H2", opensOn: "2025-12-01", dueOn: "2025-12-31" };
  await open(subgraph, { ...first, lists: ["NEEDS"], unitIds: [always, never, sometimes] });
  await published(subgraph, [never, sometimes], "needs", "2025-12-20T02:00:00Z");
  const { round } = await open(subgraph, {
    committeeId: committee,
    lists: ["NEEDS"],
    unitIds: [always, never, sometimes, newcomer],
  });
  await published(subgraph, [never], "needs", "2026-06-05T02:00:00Z");
  const { data } = await subgraph.as(SECRETARIAT).query(
    `query ($id: ID!) { filingRound(id: $id) {
      silentUnits { nodes { unit { id } } } silentTwice { nodes { unit { id } } }
    } }`,
    { id: round.id },
  );
  expect(data?.filingRound).toEqual({
    silentUnits: { nodes: [always, sometimes, newcomer].map((id) => ({ unit: { id } })) },
    silentTwice: { nodes: [{ unit: { id: always } }] },
  });
});

test("an event that is delivered twice, and a publication of nothing new, mark a filing once", async () => {
  const [unit = ""] = await seatedUnits(subgraph, committee);
  const { round } = await open(subgraph, { committeeId: committee, lists: ["NEEDS"], unitIds: [unit] });
  await published(subgraph, [unit], "needs", "2026-06-12T02:00:00Z");
  await published(subgraph, [unit], "needs", "2026-06-13T02:00:00Z");
  expect(await show(round.id)).toMatchObject({ dutiesCount: 1, filedCount: 1, rate: 1 });
});

test("by default the units with a serving seat have to file; others cannot be asked", async () => {
  const serving = await seatedUnits(subgraph, committee);
  const { round } = await open(subgraph, { committeeId: committee });
  expect(round.dutiesCount).toBe(serving.length);
  const [outsider] = await subgraph.db.query<{ id: string }[]>(
    `select id from organisation where starts_with(area_code, '341881006') limit 1`,
  );
  const refused = await open(subgraph, { committeeId: committee, name: "外", unitIds: [outsider?.id] });
  expect(refused).toMatchObject({ code: "UNITS_NOT_SEATED", unitIds: [outsider?.id] });
  expect(await count(subgraph, "filing_round")).toBe(1);
});

test("a repeated opening opens nothing; another input under the same key is a conflict", async () => {
  const idempotencyKey = "key-1";
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => open(subgraph, { committeeId: committee, idempotencyKey })),
  );
  expect(new Set(answers.map(({ round }) => round.id)).size).toBe(1);
  expect(await count(subgraph, "filing_round")).toBe(1);
  expect(await open(subgraph, { committeeId: committee, idempotencyKey, dueOn: "2026-07-31" })).toMatchObject(
    { code: "IDEMPOTENCY_CONFLICT" },
  );
  expect(await open(subgraph, { committeeId: committee })).toMatchObject({
    code: "FILING_ROUND_EXISTS",
    round: { id: answers[0]?.round.id },
  });
});

test("a round that ends before it begins, without lists or of no committee is refused", async () => {
  for (const [input, code] of [
    [{ dueOn: "2026-05-31" }, "不能早于"],
    [{ lists: [] }, "至少一种清单"],
    [{ committeeId: "x" }, "找不到"],
  ] as const) {
    await expect(open(subgraph, { committeeId: committee, ...input })).rejects.toThrow(code);
  }
});

test("a committee shows its rounds, newest first, and the one that runs now", async () => {
  await open(subgraph, {
    committeeId: committee,
    name: "2025-H2",
    opensOn: "2025-12-01",
    dueOn: "2025-12-31",
  });
  await open(subgraph, { committeeId: committee });
  await open(subgraph, {
    committeeId: committee,
    name: "2026-H2",
    opensOn: "2026-12-01",
    dueOn: "2026-12-31",
  });
  const document = `query ($id: ID!) {
    committee(id: $id) { currentRound { name } filingRounds(first: 2) { nodes { name } pageInfo { hasNextPage } } }
  }`;
  const ask = async (viewer: object): Promise<unknown> =>
    (await subgraph.as(viewer).query(document, { id: committee })).data?.committee;
  expect(await ask(SECRETARIAT)).toEqual({
    currentRound: { name: "2026-H1" },
    filingRounds: { nodes: [{ name: "2026-H2" }, { name: "2026-H1" }], pageInfo: { hasNextPage: true } },
  });
  const hidden = { currentRound: null, filingRounds: null };
  expect(await ask({ role: "PUBLIC" })).toEqual(hidden);
  expect(await ask({ role: "SECRETARIAT", areaCode: "341881006" })).toEqual(hidden);
});

test("a dashboard sees the numbers of a round and none of its units", async () => {
  const { round } = await open(subgraph, { committeeId: committee });
  expect(await show(round.id, { role: "DASHBOARD" })).toMatchObject({
    dutiesCount: round.dutiesCount,
    silentUnits: null,
  });
});

async function filings(id: string, state: string | null = null): Promise<unknown[]> {
  const { data } = await subgraph.as(SECRETARIAT).query<{
    filingRound: { filings: { nodes: { state: string; unit: { id: string } }[] } };
  }>(
    `query ($id: ID!, $state: FilingState) {
      filingRound(id: $id) { filings(first: 100, state: $state) { nodes { state unit { id } } } }
    }`,
    { id, state },
  );
  return (
    data?.filingRound.filings.nodes.map(({ state: shown, unit }) => ({ unit: unit.id, state: shown })) ?? []
  );
}

async function close(roundId: string): Promise<unknown> {
  const { data } = await subgraph.as(SECRETARIAT).query(
    `mutation ($id: ID!) { closeFilingRound(input: { roundId: $id }) {
      ... on CloseFilingRoundSuccess { round { state closedAt } }
      ... on FilingRoundClosed { code round { closedAt } }
    } }`,
    { id: roundId },
  );
  return data?.closeFilingRound;
}

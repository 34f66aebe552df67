import { clockOf } from "@gongjian/shared/clock";
import { newId } from "@gongjian/shared/id";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import {
  arrangeNeed,
  arrangeResource,
  arrangeUnits,
  type ArrangedUnits,
} from "../matching/testing/arrange.ts";
import { policyInput, setPolicy } from "../matching/policy/testing/policies.ts";
import { resources } from "../subgraph.ts";
import type { Survey } from "./survey.ts";
import { surveysOf } from "./surveys.ts";
import { askUnmet, type UnmetAnswer } from "./testing/ask-unmet.ts";

const STREET = "341881001";
const COMMUNITY = "341881001002";
const NEXT_DOOR = "341881001003";
const FILM = { category: "E05", title: "想看场露天电影", description: "" };

let served: TestSubgraph;
let units: ArrangedUnits;
let third: string;
let now = Date.parse("2026-09-01T00:10:00+08:00");

beforeAll(async () => {
  served = await startTestSubgraph(
    resources,
    clockOf(() => new Date(now)),
  );
  units = await arrangeUnits(served.db);
  third = newId();
  await served.db.query(
    `insert into unit (id, uscc, name, short_name, kind, area_code, version)
     values ($1, null, '市文化馆', '文化馆', 'PUBLIC_INSTITUTION', '${NEXT_DOOR}', 1)`,
    [third],
  );
});
afterAll(() => served.stop());
beforeEach(async () => {
  // What an earlier test has found is forgotten.
  now += 61_000;
  await served.db.query("truncate need, resource, supply, project, request_key cascade");
  await served.db.query("delete from match_policy where county_code <> ''");
});

async function ask(
  ...[committee, page]: [Parameters<typeof askUnmet>[1]?, Parameters<typeof askUnmet>[2]?]
): Promise<UnmetAnswer> {
  const answer = await askUnmet(served, committee ?? { area: STREET }, page);
  if (answer === null) throw new Error("no answer");
  return answer;
}

const counts = ({ asked, met, byReason }: UnmetAnswer): unknown[] => [
  asked,
  met,
  ...byReason.map(({ code, needs }) => [code, needs]),
];

test("a committee learns how many needs nothing meets, by reason, with the change that would help most of them", async () => {
  await arrangeResource(served.db, units.offering, { coverageAreaCode: NEXT_DOOR });
  await arrangeNeed(served.db, units.asking, { areaCode: NEXT_DOOR });
  const [first, second] = [
    await arrangeNeed(served.db, units.asking),
    await arrangeNeed(served.db, units.asking),
  ];
  const film = await arrangeNeed(served.db, units.asking, FILM);

  const unmet = await ask();

  expect(unmet).toMatchObject({ asked: 4, met: 1, notJudged: 0 });
  expect(unmet.byReason).toEqual([
    {
      code: "OUT_OF_AREA",
      needs: 2,
      message: "4条需求里有2条：能办的资源不服务需求所在的地方。",
      change: "把服务区域扩大到西津街道。",
      changeNeeds: 2,
      suggestedUnits: [],
    },
    expect.objectContaining({ code: "NO_SUPPLY_IN_CATEGORY", needs: 1 }),
  ]);
  expect(unmet.needs.nodes.map(({ need }) => need?.id)).toEqual([first, second, film]);
});

test("a committee learns which needs they are, page by page, each as its own why-not says", async () => {
  const far = await arrangeResource(served.db, units.offering, { coverageAreaCode: NEXT_DOOR });
  const needs = [];
  for (let i = 0; i < 3; i += 1) needs.push(await arrangeNeed(served.db, units.asking));
  await arrangeNeed(served.db, units.asking, FILM);

  const first = await ask(undefined, { code: "OUT_OF_AREA", first: 2 });
  const second = await ask(undefined, {
    code: "OUT_OF_AREA",
    first: 2,
    after: first.needs.pageInfo.endCursor,
  });

  expect(first.needs.pageInfo.hasNextPage).toBe(true);
  expect(second.needs.pageInfo.hasNextPage).toBe(false);
  const nodes = [...first.needs.nodes, ...second.needs.nodes];
  expect(nodes.map(({ need }) => need?.id)).toEqual(needs);
  expect(nodes[0]?.reasons).toEqual([
    {
      code: "OUT_OF_AREA",
      message: "只服务北门社区，需求在十字街社区。",
      change: "把服务区域扩大到西津街道。",
      examples: [{ id: far }],
    },
  ]);
});

test("a committee learns which units to ask for what nobody offers: those that offer most of the kind, where it is needed", async () => {
  const culture = { category: "E05", description: "" };
  await arrangeNeed(served.db, units.asking, FILM);
  for (const title of ["书法交流角", "剪纸展"])
    await arrangeResource(served.db, third, { ...culture, title });
  await arrangeResource(served.db, units.offering, { ...culture, title: "合唱排练" });
  await arrangeResource(served.db, units.offering, { ...culture, title: "合唱", state: "SUSPENDED" });
  await arrangeResource(served.db, units.offering, {
    ...culture,
    title: "合唱",
    coverageAreaCode: NEXT_DOOR,
  });
  await arrangeResource(served.db, units.asking, { ...culture, title: "合唱" });

  const [reason] = (await ask()).byReason;

  expect(["NO_SUPPLY_IN_CATEGORY", "NEAR_CATEGORY_ONLY"]).toContain(reason?.code);
  expect(reason?.suggestedUnits).toEqual([
    {
      unit: { id: third },
      needs: 1,
      rows: 2,
      request: expect.stringContaining("“想看场露天电影”") as string,
    },
    {
      unit: { id: units.offering },
      needs: 1,
      rows: 1,
      request: expect.stringContaining("资源1条") as string,
    },
  ]);
});

test("a committee learns of its area and of its members wherever they are, and of nothing else", async () => {
  await arrangeNeed(served.db, units.asking, FILM);
  await arrangeNeed(served.db, units.offering, { ...FILM, areaCode: NEXT_DOOR });
  expect((await ask({ area: COMMUNITY })).asked).toBe(1);
  expect((await ask({ area: "341882001" })).asked).toBe(0);
  expect((await ask({ area: "341882001", units: [units.offering] })).asked).toBe(1);
  expect((await ask({ area: STREET, units: [units.offering] })).asked).toBe(2);
  expect(await askUnmet(served, { area: null })).toBeNull();
});

test("a committee learns that a need is met when projects bring all of it", async () => {
  const need = await arrangeNeed(served.db, units.asking, { ...FILM, quantity: 2, unitOfMeasure: "场" });
  const resource = await arrangeResource(served.db, third, { quantity: 2, unitOfMeasure: "场" });
  const { errors } = await served
    .as({ role: "SECRETARIAT" })
    .query(
      `mutation ($input: ProjectiseInput!) { projectise(input: $input) { ... on UserError { code } } }`,
      {
        input: {
          title: "夏夜电影",
          needIds: [need],
          leadUnitId: third,
          commitments: [{ resourceId: resource, needId: need, quantity: 2 }],
          idempotencyKey: "k",
        },
      },
    );
  expect(errors).toBeUndefined();
  expect(counts(await ask())).toEqual([1, 1]);
});

test("a committee learns of at most two thousand, the urgent ones, and how many were left out", async () => {
  const need = await arrangeNeed(served.db, units.asking, FILM);
  const columns =
    "unit_id, category_code, title, description, area_code, audience, schedule, tokens, state, title_key, " +
    "content_hash, version, published_at, updated_at";
  await served.db.query(
    `insert into need (id, urgency, content_key, ${columns})
     select gen_random_uuid(), case when i = 2009 then 'URGENT' else 'LOW' end, i::text, ${columns}
     from need, generate_series(1, 2009) i`,
  );
  const [urgent] = await served.db.query<{ id: string }[]>("select id from need where urgency = 'URGENT'");

  let unmet = await ask();
  for (let i = 0; i < 30 && unmet.notJudged > 10; i += 1) unmet = await ask();

  expect(counts(unmet)).toEqual([2000, 0, ["NO_SUPPLY_IN_CATEGORY", 2000]]);
  expect(unmet.notJudged).toBe(10);
  expect(unmet.needs.nodes.slice(0, 2).map((node) => node.need?.id)).toEqual([urgent?.id, need]);
}, 60_000);

test("what was found is shown again for a minute, and after that looked for anew", async () => {
  const need = await arrangeNeed(served.db, units.asking, { quantity: 1 });
  await arrangeResource(served.db, units.offering);
  expect(counts(await ask())).toEqual([1, 1]);
  // Quantities are not in the index: nothing tells that one has changed.
  await served.db.query("update need set quantity = 100000 where id = $1", [need]);
  now += 59_000;
  expect(counts(await ask())).toEqual([1, 1]);
  now += 2_000;
  expect(counts(await ask())).toEqual([1, 0, ["NOT_ENOUGH", 1]]);
});

test("what was found is looked for anew at once when a row is published or withdrawn, or the policy changes", async () => {
  await arrangeNeed(served.db, units.asking);
  expect(counts(await ask())).toEqual([1, 0, ["NO_SUPPLY_IN_CATEGORY", 1]]);
  await arrangeResource(served.db, units.offering);
  expect(counts(await ask())).toEqual([1, 1]);
  await arrangeNeed(served.db, units.asking, FILM);
  expect(counts(await ask())).toEqual([2, 1, ["NO_SUPPLY_IN_CATEGORY", 1]]);
  await served.db.query("update need set state = 'WITHDRAWN' where category_code = 'E05'");
  expect(counts(await ask())).toEqual([1, 1]);
  await setPolicy(served.as({ role: "ADMIN" }), policyInput({ minScore: 1 }));
  expect((await ask()).met).toBe(0);
});

test("what was found is looked for once, however many ask at the same time", async () => {
  await arrangeNeed(served.db, units.asking);
  await arrangeResource(served.db, units.offering);
  const clock = clockOf(() => new Date(now));
  const ask = (): Promise<Survey> => surveysOf(served.appDb).of(`${STREET}|`, "341881", clock, 2_000);
  const surveys = await Promise.all([ask(), ask(), ask(), ask()]);
  expect(new Set(surveys).size).toBe(1);
  expect(surveys[0].findings).toMatchObject({ asked: 1, met: 1, notJudged: 0 });
});

test.each(["UNIT_CLERK", "DASHBOARD", "AUDITOR", "GRID_WORKER"] as const)("%s may learn it", async (role) => {
  const scope = role === "UNIT_CLERK" ? { unitId: units.asking } : { areaCode: STREET };
  expect((await askUnmet(served, { area: STREET }, {}, { role, ...scope }))?.asked).toBe(0);
});

test.each(["PUBLIC", "RESIDENT", "VOLUNTEER"] as const)("%s may not learn it", async (role) => {
  await expect(askUnmet(served, { area: STREET }, {}, { role })).rejects.toThrow("FORBIDDEN");
});

test("the list refuses a cursor of another list", async () => {
  await expect(askUnmet(served, { area: STREET }, { after: "?" })).rejects.toThrow("BAD_USER_INPUT");
});

import { clockOf } from "@gongjian/shared/clock";
import { createTestDatabase, type TestDatabase } from "@gongjian/shared/testing/database";
import { pendingSchemaChanges } from "@gongjian/shared/testing/migrations";
import { dataSourceOptions } from "../data-source.ts";
import { createMatchLoader, type MatchLoader } from "./match.loader.ts";
import { indexSupply } from "./supply-index.ts";
import { arrangeNeed, arrangeResource, arrangeUnits, type ArrangedUnits } from "./testing/arrange.ts";
import { givenSupply } from "./testing/given.ts";

const clock = clockOf(() => new Date("2026-09-01T04:00:00Z"));
let database: TestDatabase;
let units: ArrangedUnits;
let statements: string[];

beforeAll(async () => {
  database = await createTestDatabase("resources", dataSourceOptions);
  units = await arrangeUnits(database.owner);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.owner.query("truncate need, resource, supply cascade");
  statements = [];
});

/** A loader as a request has it; what it sends to PostgreSQL is written down. */
function loader(): MatchLoader {
  const counted = new Proxy(database.app, {
    get: (db, name) =>
      name === "query"
        ? (sql: string, parameters: unknown[]) => {
            statements.push(sql);
            return db.query(sql, parameters);
          }
        : (Reflect.get(db, name) as unknown),
  });
  return createMatchLoader(counted, clock);
}

describe("the match index", () => {
  it("fits the rows that describe it", async () => {
    expect(await pendingSchemaChanges(database.owner)).toEqual([]);
  });

  it("finds a resource that shares no word with the need, by what both mean", async () => {
    const need = await arrangeNeed(database.owner, units.asking, {
      category: null,
      title: "夜里翻来覆去睡不着",
      description: "",
      audience: ["全体居民"],
    });
    const resource = await arrangeResource(database.owner, units.offering, {
      category: "B02",
      title: "持证咨询师一对一",
      description: "心理疏导",
      audience: ["全体居民"],
    });

    const judged = await loader().forNeed.load(need);

    expect(judged?.judgements.map(({ supply }) => supply.id)).toEqual([resource]);
    expect(judged?.policy).toMatchObject({ version: 2, minScore: 0.54 });
  });

  it("costs the same three statements for one need as for twenty", async () => {
    await arrangeResource(database.owner, units.offering);
    const needs = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        arrangeNeed(database.owner, units.asking, { title: `借轮椅${index}号` }),
      ),
    );

    const judged = await loader().forNeed.loadMany(needs);

    expect(judged).toHaveLength(20);
    expect(
      judged.every((each) => each !== null && "judgements" in each && each.judgements.length === 1),
    ).toBe(true);
    expect(statements).toHaveLength(3);
  });

  it("gives a pair the same score from the need's side and from the resource's", async () => {
    const need = await arrangeNeed(database.owner, units.asking);
    const resource = await arrangeResource(database.owner, units.offering);
    await arrangeResource(database.owner, units.offering, { title: "轮椅和拐杖" });
    const matches = loader();

    const fromNeed = await matches.forNeed.load(need);
    const fromResource = await matches.forSupply.load(resource);

    const score = fromNeed?.judgements.find(({ supply }) => supply.id === resource)?.score;
    expect(score).toBeGreaterThan(0.64);
    expect(fromResource?.judgements.map((each) => [each.need.id, each.score])).toEqual([[need, score]]);
  });
});

describe("what the index holds", () => {
  it("does not look beyond the county", async () => {
    const need = await arrangeNeed(database.owner, units.asking);
    await database.owner.transaction((tx) =>
      indexSupply(tx, [givenSupply({ id: units.offering, ownerUnitId: null, coverageAreaCode: "341802" })]),
    );

    expect((await loader().forNeed.load(need))?.judgements).toEqual([]);
  });

  it("keeps the highest version, whatever the order of arrival", async () => {
    const supply = givenSupply({ id: units.offering, ownerUnitId: null, version: 5, title: "新的轮椅" });
    await database.owner.transaction((tx) => indexSupply(tx, [supply]));
    await database.owner.transaction((tx) => indexSupply(tx, [{ ...supply, version: 4, title: "旧的拐杖" }]));

    const rows = await database.owner.query<{ title: string; tokens: string[] }[]>(
      "select title, tokens from supply",
    );
    expect(rows).toEqual([{ title: "新的轮椅", tokens: expect.arrayContaining(["#轮椅外借"]) as string[] }]);
  });

  it("weighs by the policy in force, from the day it takes effect", async () => {
    const need = await arrangeNeed(database.owner, units.asking);
    await arrangeResource(database.owner, units.offering);
    await database.owner.query(
      `insert into match_policy (county_code, version, weights, min_score, effective_from)
       select '', v, weights, v / 100.0, day from match_policy, (values (20, date '2026-09-01'), (30, '2026-09-02')) as n (v, day)
       where version = 1`,
    );

    const judged = await loader().forNeed.load(need);
    await database.owner.query("delete from match_policy where version in (20, 30)");

    expect(judged?.policy).toMatchObject({ version: 20, minScore: 0.2 });
  });

  it("has no answer for a need that is not there", async () => {
    expect(await loader().forNeed.load(units.asking)).toBeNull();
  });
});

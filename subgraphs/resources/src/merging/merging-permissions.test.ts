import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { viewersAt } from "@gongjian/shared/testing/viewers";
import { may, type Viewer } from "@gongjian/shared/viewer";
import { NANSHAN, startCity, XIJIN, type City } from "../testing/city.ts";
import { idsOf, merge, sheetOf, unmerge } from "./testing/given-needs.ts";

const OWNER = "康禾医院";
const OWNER_AREA = "341881002002";
const FOREIGNER = "启工职校";

const SECRETARIAT: Viewer = { role: "SECRETARIAT", subject: "s", unitId: null, areaCode: null };

let city: City;
let own: string[];
let foreign: string | undefined;
let everyone: Viewer[];

beforeAll(async () => {
  city = await startCity();
  const needs = [
    { unit: OWNER, number: "A1" },
    { unit: OWNER, number: "A2" },
    { unit: FOREIGNER, number: "B1" },
  ];
  await city.secretariat().upload({ list: "needs", file: sheetOf(needs) });
  const { A1 = "", A2 = "", B1 } = await idsOf(city);
  own = [A1, A2];
  foreign = B1;
  everyone = viewersAt({
    unitIds: [OWNER, FOREIGNER].map((name) => city.unit(name)),
    areaCodes: [NANSHAN, XIJIN],
  });
});
afterAll(() => city.stop());
beforeEach(restore);

async function restore(): Promise<void> {
  await city.db.query("delete from need where external_id is null");
  await city.db.query("update need set state = 'PUBLISHED', version = 1");
  await city.db.query("truncate request_key");
}

async function everything(): Promise<string> {
  const tables = ["need", "need_merger", "need_merger_child"];
  return JSON.stringify(
    await Promise.all(tables.map((table) => city.db.query(`select * from ${table} order by 1, 2`))),
  );
}

const isAllowed = (viewer: Viewer): boolean =>
  may(viewer, "need.merge", { unitId: city.unit(OWNER), areaCode: OWNER_AREA });

test("merging is for the secretariat and the committee's head alone, each in its own area", async () => {
  const wrong: object[] = [];
  for (const viewer of everyone) {
    await restore();
    const before = await everything();
    const { id } = await merge(city.as(viewer), own);
    if ((id !== undefined) !== isAllowed(viewer)) wrong.push({ viewer, id });
    if (id === undefined && (await everything()) !== before) wrong.push({ viewer, wrote: true });
  }
  expect(wrong).toEqual([]);
  expect(everyone.filter(isAllowed).map(({ role }) => role)).toEqual([
    "SECRETARIAT",
    "SECRETARIAT",
    "COMMITTEE_HEAD",
    "COMMITTEE_HEAD",
  ]);
});

test("so is undoing it", async () => {
  const wrong: object[] = [];
  for (const viewer of everyone) {
    await restore();
    const { id } = await merge(city.secretariat(), own);
    const before = await everything();
    const undone = await unmerge(city.as(viewer), id);
    if (Array.isArray(undone) !== isAllowed(viewer)) wrong.push({ viewer, undone });
    if (!Array.isArray(undone) && (await everything()) !== before) wrong.push({ viewer, wrote: true });
  }
  expect(wrong).toEqual([]);
});

test("a street's secretariat merges none of another street's needs, and undoes no merging with one", async () => {
  expect(await merge(city.secretariat(NANSHAN), [...own, foreign])).toEqual({ code: "FORBIDDEN" });
  const { id } = await merge(city.secretariat(), [...own, foreign]);
  expect(await unmerge(city.secretariat(NANSHAN), id)).toBe("FORBIDDEN");
  expect(await unmerge(city.secretariat(), id)).toHaveLength(3);
});

test("who merged is for those who may read the unit's revisions", async () => {
  const { id } = await merge(city.secretariat(), own);
  const shownTo = async (viewer: Partial<Viewer>): Promise<unknown> => {
    const { data } = await city
      .as(viewer)
      .query(`query ($id: ID!) { need(id: $id) { merger { mergedBy { role } } } }`, { id });
    return data;
  };
  const shown = { need: { merger: { mergedBy: { role: "SECRETARIAT" } } } };
  const hidden = { need: { merger: { mergedBy: null } } };
  expect(await shownTo({ role: "UNIT_CLERK", unitId: city.unit(OWNER) })).toEqual(shown);
  expect(await shownTo({ role: "UNIT_CLERK", unitId: city.unit(FOREIGNER) })).toEqual(hidden);
  expect(await shownTo({ role: "PUBLIC" })).toEqual(hidden);
});

describe("row security alone", () => {
  const ATTEMPTS: readonly (readonly [string, string])[] = [
    ["undo a merging", "update need_merger set kind = 'SAME' returning id"],
    ["take a need out", "update need_merger_child set left_at = now() returning need_id"],
    [
      "merge needs",
      `insert into need_merger (id, kind, merged_at, merged_by, merged_role)
       select id, 'SAME', now(), '', '' from need where external_id = 'A1' returning id`,
    ],
    ["forget a merging", "delete from need_merger returning id"],
    ["forget who was in", "delete from need_merger_child returning need_id"],
  ];

  test.each(ATTEMPTS)("lets only those who merge %s", async (what, sql) => {
    await merge(city.secretariat(), own);
    const wrong: object[] = [];
    for (const viewer of everyone) {
      const written = await rowsOf(viewer, sql);
      if (written > 0 !== (isAllowed(viewer) && !what.startsWith("forget"))) wrong.push({ viewer, written });
    }
    expect(wrong).toEqual([]);
  });

  test("no need is called merged that is in no merger", async () => {
    const written = asViewer(city.appDb, SECRETARIAT, (tx) =>
      tx.query("update need set state = 'MERGED' where external_id = 'A1'"),
    );
    await expect(written).rejects.toMatchObject({ driverError: { constraint: "need_merged_has_merger" } });
  });

  test("no need is in two mergers", async () => {
    const { id } = await merge(city.secretariat(), own);
    const other = await merge(city.secretariat(), [id, foreign]);
    const written = city.db.query("insert into need_merger_child (merger_id, need_id) values ($1, $2)", [
      other.id,
      own[0],
    ]);
    await expect(written).rejects.toMatchObject({ driverError: { constraint: "need_merger_child_now_key" } });
  });
});

/** How many rows a viewer could write with SQL of their own; it is taken back. */
async function rowsOf(viewer: Viewer, sql: string): Promise<number> {
  let rows = 0;
  await asViewer(city.appDb, viewer, async (tx) => {
    rows = (await tx.query<object[]>(`with written as (${sql}) select * from written`)).length;
    throw new Error("taken back");
  }).catch((error: unknown) => {
    if (error instanceof Error && /taken back|row-level security|permission denied/.test(error.message))
      return;
    throw error;
  });
  return rows;
}

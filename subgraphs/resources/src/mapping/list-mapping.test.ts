import { clockOf } from "@gongjian/shared/clock";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { parseMapping } from "@gongjian/shared/import/saved-mapping/parse-mapping";
import { rememberMapping, savedMappingOf } from "@gongjian/shared/import/saved-mapping/mapping-store";
import type { TestCaller } from "@gongjian/shared/testing/subgraph";
import { viewersAt } from "@gongjian/shared/testing/viewers";
import { may, type Viewer } from "@gongjian/shared/viewer";
import { resourceList } from "../publishing/resource-list.ts";
import { NANSHAN, startCity, XIJIN, type City } from "../testing/city.ts";

const SCHOOL = "启工职校";
const HOSPITAL = "康禾医院";
const AREA = "341881002002";

const MAPPING = `mapping { list unit { id } columns { heading field { field label } updatedBy } }`;
const SAVE = `mutation ($input: SaveListMappingInput!) { saveListMapping(input: $input) {
  __typename
  ... on SaveListMappingSuccess { ${MAPPING} }
  ... on UserError { code message }
  ... on UnknownListField { fields { field label required } }
} }`;
const FORGET = `mutation ($input: ForgetListMappingInput!) { forgetListMapping(input: $input) {
  ... on ForgetListMappingSuccess { ${MAPPING} } } }`;

interface Column {
  readonly heading: string;
  readonly field: { field: string; label: string } | null;
  readonly updatedBy: string;
}

interface Saved {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly fields?: readonly { field: string; label: string }[];
  readonly mapping?: { columns: Column[] };
}

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());
afterEach(() => city.db.query("truncate list_mapping, import_request"));

async function save(
  columns: readonly (readonly [heading: string, field: string | null])[],
  {
    caller = city.clerkOf(SCHOOL),
    ...rest
  }: { caller?: TestCaller; unitId?: string; idempotencyKey?: string } = {},
): Promise<Saved> {
  const input = {
    list: "resources",
    columns: columns.map(([heading, field]) => ({ heading, field })),
    ...rest,
  };
  const { data, errors } = await caller.query<{ saveListMapping: Saved }>(SAVE, { input });
  expect(errors).toBeUndefined();
  return data?.saveListMapping ?? { __typename: "nothing" };
}

async function saved(
  shortName: string,
  caller = city.clerkOf(shortName),
): Promise<[string, string | null][]> {
  const { data, errors } = await caller.query<{ listMapping: { columns: Column[] } }>(
    `query ($unitId: ID) { listMapping(list: "resources", unitId: $unitId) {
       columns { heading field { field label } updatedBy } } }`,
    { unitId: city.unit(shortName) },
  );
  expect(errors).toBeUndefined();
  return (data?.listMapping.columns ?? []).map(({ heading, field }) => [heading, field?.label ?? null]);
}

test("a unit says once what its headings mean, and sees it with the columns' Chinese names", async () => {
  const { mapping } = await save([
    ["活动（名称）", "title"],
    ["备注 2", null],
  ]);
  expect(mapping?.columns).toEqual([
    { heading: "备注 2", field: null, updatedBy: "UNIT_CLERK" },
    { heading: "活动（名称）", field: { field: "title", label: "资源名称" }, updatedBy: "UNIT_CLERK" },
  ]);
  expect(await saved(SCHOOL)).toEqual([
    ["备注 2", null],
    ["活动（名称）", "资源名称"],
  ]);
  expect(await saved(HOSPITAL)).toEqual([]);
});

test("who corrects a wrong heading is believed: heading and field follow the newest word", async () => {
  await save([
    ["活动", "title"],
    ["说法", "description"],
    ["地方", "area"],
  ]);
  await save([
    ["活动", "category"],
    ["主题", "title"],
    ["介绍", "description"],
  ]);
  expect(await saved(SCHOOL)).toEqual([
    ["主题", "资源名称"],
    ["介绍", "资源内容"],
    ["地方", "服务范围"],
    ["活动", "类别"],
  ]);
});

test("a field that does not exist is refused, and those that do are named", async () => {
  const refused = await save([
    ["活动", "title"],
    ["主题", "topic"],
  ]);
  expect(refused).toMatchObject({ __typename: "UnknownListField", code: "UNKNOWN_FIELD" });
  expect(refused.message).toContain("title（资源名称）");
  expect(refused.fields).toContainEqual({ field: "title", label: "资源名称", required: true });
  expect(await saved(SCHOOL)).toEqual([]);
});

test("two headings for one field are refused, and neither is kept", async () => {
  const refused = await save([
    ["活动", "title"],
    ["主题", "资源名称"],
  ]);
  expect(refused).toMatchObject({ __typename: "ListMappingRefused", code: "FIELD_MAPPED_TWICE" });
  expect(await saved(SCHOOL)).toEqual([]);
});

test("a unit keeps 200 headings of a list and not one more", async () => {
  await save([...Array(150).keys()].map((i) => [`旧列${i}`, null]));
  const refused = await save([...Array(51).keys()].map((i) => [`新列${i}`, null]));
  expect(refused).toMatchObject({ code: "TOO_MANY_HEADINGS" });
  expect(await saved(SCHOOL)).toHaveLength(150);
  await save([...Array(50).keys()].map((i) => [`新列${i}`, null]));
  expect(await saved(SCHOOL)).toHaveLength(200);
});

test("a save that is repeated late does not undo what was said since", async () => {
  const first = [["活动", "title"]] as const;
  await save(first, { idempotencyKey: "m1" });
  await save([["活动", "category"]]);
  expect(await save(first, { idempotencyKey: "m1" })).toMatchObject({ __typename: "SaveListMappingSuccess" });
  expect(await saved(SCHOOL)).toEqual([["活动", "类别"]]);
  expect(await save([["主题", "title"]], { idempotencyKey: "m1" })).toMatchObject({
    __typename: "ListMappingKeyConflict",
    code: "IDEMPOTENCY_CONFLICT",
  });
});

test("what was said is forgotten by heading, or altogether", async () => {
  await save([
    ["活动", "title"],
    ["备注2", null],
    ["地方", "area"],
  ]);
  const forget = (headings?: string[]): Promise<unknown> =>
    city.clerkOf(SCHOOL).query(FORGET, { input: { list: "resources", ...(headings && { headings }) } });
  await forget(["备注 ２"]);
  expect(await saved(SCHOOL)).toEqual([
    ["地方", "服务范围"],
    ["活动", "资源名称"],
  ]);
  await forget();
  expect(await saved(SCHOOL)).toEqual([]);
});

test("the secretariat must say whose sheets it means; a list that does not exist is a wrong argument", async () => {
  const asked = await city.secretariat().query(`{ listMapping(list: "resources") { list } }`);
  expect(asked.errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
  const unknown = await city.clerkOf(SCHOOL).query(`{ listMapping(list: "dreams") { list } }`);
  expect(unknown.errors?.[0]?.message).toContain("resources、needs");
  await save([["活动", "title"]], { caller: city.secretariat(), unitId: city.unit(SCHOOL) });
  expect(await saved(SCHOOL, city.secretariat())).toEqual([["活动", "资源名称"]]);
});

test("the mapping of one upload is remembered with the sheet's own headings, or not at all", async () => {
  const viewer = clerk(SCHOOL);
  const mapping = parseMapping('{"活动名":"title","备注2":null}', resourceList);
  const clock = clockOf(() => new Date());
  const remember = (unitId: string | null): Promise<unknown> =>
    asViewer(city.appDb, viewer, async (tx) => {
      await rememberMapping(tx, { list: "resources", unitId, viewer, clock }, mapping, [
        { heading: "活动名：" },
      ]);
      return savedMappingOf(tx, "resources", unitId);
    });
  expect(await remember(city.unit(SCHOOL))).toEqual(mapping);
  expect(await saved(SCHOOL)).toContainEqual(["活动名：", "资源名称"]);
  await expect(remember(null)).rejects.toMatchObject({ code: "MAPPING_INVALID" });
  await expect(remember(city.unit(HOSPITAL))).rejects.toMatchObject({ extensions: { code: "FORBIDDEN" } });
  expect(
    await asViewer(city.appDb, viewer, (tx) => savedMappingOf(tx, "needs", city.unit(SCHOOL))),
  ).toBeNull();
});

test("row security alone keeps everyone else's hands off a unit's mapping", async () => {
  await save([["活动", "title"]], { caller: city.clerkOf(HOSPITAL) });
  const wrong: object[] = [];
  const everyone = viewersAt({
    unitIds: [HOSPITAL, SCHOOL].map((name) => city.unit(name)),
    areaCodes: [NANSHAN, XIJIN],
  });
  for (const viewer of everyone) {
    const expected = may(viewer, "list.mapping.manage", { unitId: city.unit(HOSPITAL), areaCode: AREA });
    for (const sql of WRITES) {
      const written = await triedWith(viewer, sql);
      if (written > 0 !== expected) wrong.push({ viewer, sql });
    }
  }
  expect(wrong).toEqual([]);
});

const WRITES = [
  `update list_mapping set field = null returning 1`,
  `insert into list_mapping select list, unit_id, 'x', 'x', null, updated_at, updated_by
   from list_mapping limit 1 returning 1`,
  `delete from list_mapping returning 1`,
];

/** How many rows the viewer could write with SQL of their own; it is taken back. */
async function triedWith(viewer: Viewer, sql: string): Promise<number> {
  let rows = 0;
  await asViewer(city.appDb, viewer, async (tx) => {
    rows = (await tx.query<unknown[]>(`with w as (${sql}) select * from w`)).length;
    throw new Error("taken back");
  }).catch((error: unknown) => {
    if (!(error instanceof Error) || !/taken back|row-level security/.test(error.message)) throw error;
  });
  return rows;
}

function clerk(shortName: string): Viewer {
  return { role: "UNIT_CLERK", subject: "tester", unitId: city.unit(shortName), areaCode: null };
}

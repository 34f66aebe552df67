import { sample } from "@gongjian/shared/testing/sample-city";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { organisations } from "../subgraph.ts";
import { ADMIN, count, deliveries, publish, statementsOf } from "../testing/city.ts";

const REGISTER = `
  mutation ($input: RegisterAreaInput!) {
    registerArea(input: $input) {
      __typename
      ... on RegisterAreaSuccess { area { code name level latitude crs parent { code } } }
      ... on UserError { code message }
    }
  }
`;

let subgraph: TestSubgraph;

beforeAll(async () => {
  subgraph = await startTestSubgraph(organisations);
  await publish(subgraph, "areas", sample("areas.csv"));
});

afterAll(() => subgraph.stop());

test("an area knows its parent, its ancestors from the county down, and what is directly below", async () => {
  const { data } = await subgraph.as({}).query(`{
    area(code: "341881001001") {
      name level parent { name } ancestors { name level } children { code level }
    }
  }`);
  expect(data?.area).toMatchObject({
    name: "城东社区",
    level: "COMMUNITY",
    parent: { name: "西津街道" },
    ancestors: [
      { name: "宁国市", level: "COUNTY" },
      { name: "西津街道", level: "STREET" },
    ],
  });
  const { children } = data?.area as { children: { code: string; level: string }[] };
  expect(children.length).toBeGreaterThan(1);
  expect(children.every(({ code, level }) => code.startsWith("341881001001") && level === "GRID")).toBe(true);
});

test("an area that does not exist, or cannot exist, is null", async () => {
  const document = `query ($code: ID!) { area(code: $code) { name } }`;
  for (const code of ["999999", "x", ""]) {
    expect(await subgraph.as({}).query(document, { code })).toEqual({ data: { area: null } });
  }
});

test("the communities are paged in the order of their codes, each once", async () => {
  const document = `query ($after: String) {
    areas(level: COMMUNITY, first: 7, after: $after) { nodes { code } pageInfo { hasNextPage endCursor } }
  }`;
  const codes: string[] = [];
  let after: string | null = null;
  do {
    const page: AreaPage = await areaPage(document, after);
    codes.push(...page.nodes.map(({ code }) => code));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  expect(codes).toHaveLength(18);
  expect(codes).toEqual([...new Set(codes)].sort());
});

test("a cursor of another list is refused", async () => {
  const after = Buffer.from("x").toString("base64url");
  const { errors } = await subgraph
    .as({})
    .query(`query ($after: String) { areas(after: $after) { nodes { code } } }`, {
      after,
    });
  expect(errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
});

test("the tree below and above any number of areas takes the same number of statements", async () => {
  const document = (first: number): string => `{
    areas(level: GRID, first: ${first}) {
      nodes { name parent { name parent { name } } ancestors { name } children { name parent { code } } }
    }
  }`;
  const few = await statementsOf(subgraph, () => subgraph.as({}).query(document(2)));
  const many = await statementsOf(subgraph, () => subgraph.as({}).query(document(48)));
  expect(many).toHaveLength(few.length);
  expect(many.length).toBeLessThanOrEqual(5);
});

test("registering an area announces it; registering it again renames it and keeps its point", async () => {
  const input = { code: "341881007", parentCode: "341881", level: "STREET", name: "云梯街道" };
  const point = { latitude: 30.5, longitude: 118.9, crs: "GCJ02" };
  const before = (await deliveries(subgraph)).length;

  const { data } = await subgraph.as(ADMIN).query(REGISTER, { input: { ...input, point } });
  expect(data?.registerArea).toMatchObject({ area: { name: "云梯街道", parent: { code: "341881" } } });
  const renamed = await subgraph.as(ADMIN).query(REGISTER, { input: { ...input, name: "云梯畲族乡" } });
  expect(renamed.data?.registerArea).toMatchObject({
    area: { name: "云梯畲族乡", latitude: 30.5, crs: "GCJ02" },
  });
  await subgraph.as(ADMIN).query(REGISTER, { input: { ...input, name: "云梯畲族乡" } });

  const announced = (await deliveries(subgraph))
    .slice(before)
    .filter(({ subscriber }) => subscriber === "merchants");
  expect(announced.flatMap(({ events }) => events.map(({ version }) => version))).toEqual([1, 2]);
});

test.each([
  ["AREA_LEVEL_SKIP", { code: "341881001099", parentCode: "341881", level: "COMMUNITY" }],
  ["GRID_LEVEL_SKIP", { code: "341881001001099001", parentCode: "341881001001", level: "MICRO_GRID" }],
  ["CYCLE", { code: "341881001", parentCode: "341881001001", level: "STREET" }],
  ["CYCLE", { code: "341881001", parentCode: "341881001", level: "STREET" }],
  ["AREA_CODE_MISMATCH", { code: "341882001", parentCode: "341881", level: "STREET" }],
  ["UNKNOWN_PARENT", { code: "341881099001", parentCode: "341881099", level: "COMMUNITY" }],
])("%s refuses the area and writes nothing", async (code, place) => {
  const before = await count(subgraph, "area");
  const { data } = await subgraph.as(ADMIN).query(REGISTER, { input: { ...place, name: "不该有" } });
  expect(data?.registerArea).toMatchObject({ __typename: "AreaMisplaced", code });
  expect(await count(subgraph, "area")).toBe(before);
  expect(await subgraph.db.query(`select from area where name = '不该有'`)).toEqual([]);
});

test.each([
  [{ code: "3418", level: "COUNTY", name: "短" }],
  [{ code: "341883", level: "COUNTY", name: " " }],
  [{ code: "341883", level: "COUNTY", name: "换\n行" }],
  [{ code: "341883", level: "COUNTY", name: "甲", point: { latitude: 91, longitude: 0 } }],
])("input that makes no sense is BAD_USER_INPUT: %j", async (input) => {
  const { errors } = await subgraph.as(ADMIN).query(REGISTER, { input });
  expect(errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
});

test.each([
  ["area_parent_is_next_level", "'341881001001001', '341881001', 'STREET', 'GRID'"],
  ["area_parent_is_prefix", "'341881009001', '341881001', 'STREET', 'COMMUNITY'"],
  ["area_parent_fkey", "'341881099001', '341881099', 'STREET', 'COMMUNITY'"],
  ["area_code_fits_level", "'34188109', '341881', 'COUNTY', 'STREET'"],
])("the database itself refuses what breaks %s", async (constraint, values) => {
  const insert = subgraph.db.query(
    `insert into area (code, parent_code, parent_level, level, name, version)
     values (${values}, '越过服务', 1) on conflict do nothing`,
  );
  await expect(insert).rejects.toThrow(constraint);
});

interface AreaPage {
  readonly nodes: { code: string }[];
  readonly pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

async function areaPage(document: string, after: string | null): Promise<AreaPage> {
  const { data } = await subgraph.as({}).query<{ areas: AreaPage }>(document, { after });
  if (!data) throw new Error("The page was not answered.");
  return data.areas;
}

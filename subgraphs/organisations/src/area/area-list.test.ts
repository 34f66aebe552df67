import { sample } from "@gongjian/shared/testing/sample-city";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { organisations } from "../subgraph.ts";
import { count, deliveries, publish } from "../testing/city.ts";

const HEADING = "code,parent_code,level,name";
const COUNTY = "341881,,COUNTY,宁国市";
const STREET = "341881001,341881,STREET,西津街道";
const COMMUNITY = "341881001001,341881001,COMMUNITY,城东社区";
const GRID = "341881001001001,341881001001,GRID,津河东路网格";

let subgraph: TestSubgraph;

beforeAll(async () => {
  subgraph = await startTestSubgraph(organisations);
});

afterAll(() => subgraph.stop());

beforeEach(() => subgraph.db.query(`truncate area cascade`));

test("the sample city's 136 areas are published, announced and, sent again, unchanged", async () => {
  const first = await publish(subgraph, "areas", sample("areas.csv"));
  expect(first.counts).toMatchObject({ total: 136, new: 136, refused: 0, corrected: 0 });
  expect(await count(subgraph, "area")).toBe(136);

  const waiting = await deliveries(subgraph);
  const announced = waiting.filter(({ subscriber }) => subscriber === "resources");
  const events = announced.flatMap((delivery) => delivery.events);
  expect(events).toHaveLength(136);
  expect(events[0]).toMatchObject({
    type: "area.registered",
    aggregate: "341881",
    version: 1,
    state: { code: "341881", parentCode: null, level: "COUNTY", name: "宁国市" },
  });

  const again = await publish(subgraph, "areas", sample("areas.csv"));
  expect(again.counts).toMatchObject({ total: 136, new: 0, changed: 0, unchanged: 136 });
  expect(await deliveries(subgraph)).toEqual(waiting);
});

test("a dry run reports what would come and keeps nothing, not even an event", async () => {
  const waiting = await deliveries(subgraph);
  const report = await publish(subgraph, "areas", sample("areas.csv"), { dryRun: "true" });
  expect(report.counts.new).toBe(136);
  expect(await count(subgraph, "area")).toBe(0);
  expect(await deliveries(subgraph)).toEqual(waiting);
});

test("a child may stand above its parent in the file", async () => {
  const report = await publish(subgraph, "areas", lines(GRID, COMMUNITY, STREET, COUNTY));
  expect(report.counts).toMatchObject({ new: 4, refused: 0 });
});

test.each([
  ["AREA_LEVEL_SKIP", "341881001001,341881,COMMUNITY,城东社区"],
  ["GRID_LEVEL_SKIP", "341881001001001,341881001,GRID,津河东路网格"],
  ["GRID_LEVEL_SKIP", "341881001001001001,341881001001,MICRO_GRID,中景公寓"],
  ["AREA_LEVEL_SKIP", "341882,341881,COUNTY,某县"],
  ["CYCLE", "341881001,341881001,STREET,自己之下"],
  ["CYCLE", "341881001,341881001001,STREET,下级之下"],
  ["CYCLE", "341881,341881001,COUNTY,下级之下"],
  ["AREA_CODE_MISMATCH", "34188100,341881,STREET,位数不对"],
  ["AREA_CODE_MISMATCH", "341882001,341881,STREET,前缀不对"],
  ["AREA_CODE_MISMATCH", "34188100A,341881,STREET,有字母"],
  ["UNKNOWN_PARENT", "341999001,341999,STREET,没有上级"],
  ["UNKNOWN_PARENT", "341881001,,STREET,没写上级"],
  ["UNKNOWN_VALUE", "341881001,341881,省,不认得的层级"],
  ["REQUIRED", "341881001,341881,STREET,"],
])("%s: %s is refused with its row number", async (code, line) => {
  const report = await publish(subgraph, "areas", lines(COUNTY, line));
  expect(report.problems).toEqual([expect.objectContaining({ row: 3, code, severity: "REFUSED" })]);
  expect(report.problems[0]?.message).toMatch(/[一-龥]/);
  expect(await count(subgraph, "area")).toBe(1);
});

test("below a refused area nothing is taken", async () => {
  const report = await publish(
    subgraph,
    "areas",
    lines(COUNTY, STREET, "341881001001,341881,COMMUNITY,越级社区", GRID),
  );
  expect(report.problems.map(({ row, code }) => [row, code])).toEqual([
    [4, "AREA_LEVEL_SKIP"],
    [5, "UNKNOWN_PARENT"],
  ]);
  expect(await count(subgraph, "area")).toBe(2);
});

test("Chinese headings and words for levels are understood; an empty point keeps the known one", async () => {
  await publish(
    subgraph,
    "areas",
    "区划代码,上级代码,级别,区域名称,纬度,经度\n341881,,县级,宁国市,30.6,118.9",
  );
  const report = await publish(subgraph, "areas", "代码,上级代码,层级,名称,lat,lon\n341881,,县,新名,,");
  expect(report.counts.changed).toBe(1);
  expect(await subgraph.db.query(`select name, latitude, crs, version from area`)).toEqual([
    { name: "新名", latitude: 30.6, crs: null, version: 2 },
  ]);
});

test("half a point and a latitude of 200 degrees are refused", async () => {
  const report = await publish(
    subgraph,
    "areas",
    "code,parent_code,level,name,lat,lon\n341881,,COUNTY,甲,30.6,\n341882,,COUNTY,乙,200,118",
  );
  expect(report.problems.map(({ row, code }) => [row, code])).toEqual([
    [2, "POINT_INCOMPLETE"],
    [3, "DEGREES_INVALID"],
  ]);
});

test("areas cannot be published in mode replace", async () => {
  const { status, report } = await subgraph
    .as({ role: "ADMIN" })
    .upload({ list: "areas", file: lines(COUNTY), params: { mode: "replace" } });
  expect([status, report.code]).toEqual([422, "MODE_NOT_SUPPORTED"]);
  expect(await count(subgraph, "area")).toBe(0);
});

function lines(...rows: string[]): string {
  return [HEADING, ...rows].join("\n");
}

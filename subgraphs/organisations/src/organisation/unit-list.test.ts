import { sample } from "@gongjian/shared/testing/sample-city";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { organisations } from "../subgraph.ts";
import { count, deliveries, publish, valueOf } from "../testing/city.ts";

const HEADING = "uscc,name,short_name,kind,community_code,address,contact,phone";
const HOSPITAL =
  "12341881M031884831,宁国市康禾医院,康禾医院,HOSPITAL,341881002002,水厂路90号,医务科霍主任,0563-5550217";

let subgraph: TestSubgraph;

beforeAll(async () => {
  subgraph = await startTestSubgraph(organisations);
  await publish(subgraph, "areas", sample("areas.csv"));
});

afterAll(() => subgraph.stop());

beforeEach(() => subgraph.db.query(`truncate organisation cascade`));

test("the sample city's 72 units are published, announced and, sent again, unchanged", async () => {
  const before = (await deliveries(subgraph)).length;
  const first = await publish(subgraph, "units", sample("units.csv"));
  expect(first.counts).toMatchObject({ total: 72, new: 72, refused: 0, corrected: 0 });
  expect(await count(subgraph, "organisation")).toBe(72);
  expect(await count(subgraph, "organisation_contact")).toBe(72);

  const waiting = await deliveries(subgraph);
  const announced = waiting.slice(before).filter(({ subscriber }) => subscriber === "volunteers");
  expect(announced.flatMap(({ events }) => events)).toHaveLength(72);
  expect(JSON.stringify(announced)).not.toMatch(/5550\d{3}|霍主任/);

  const again = await publish(subgraph, "units", sample("units.csv"));
  expect(again.counts).toMatchObject({ total: 72, new: 0, changed: 0, unchanged: 72, refused: 0 });
  expect(await deliveries(subgraph)).toEqual(waiting);
});

test.each([
  ["USCC_CHECK", "91350100M000100Y44"],
  ["USCC_SUBJECT_CHECK", "91341881MA2TE5T38R"],
  ["USCC_CHARACTER", "9135O100M000100Y43"],
  ["USCC_LENGTH", "91350100M000100Y4"],
])("a wrong credit code is refused with %s in Chinese, by row and field", async (code, uscc) => {
  const file = `${HEADING}\n${HOSPITAL}\n${uscc},某单位,,机关,341881001001,,,`;
  const report = await publish(subgraph, "units", file);
  expect(report.problems).toEqual([
    expect.objectContaining({ row: 3, column: "A", field: "uscc", code, severity: "REFUSED" }),
  ]);
  expect(report.problems[0]?.message).toContain("统一社会信用代码");
  expect(await count(subgraph, "organisation")).toBe(1);
});

test("with rows=all one wrong row refuses the whole file", async () => {
  const file = `${HEADING}\n${HOSPITAL}\n91350100M000100Y44,某单位,,机关,341881001001,,,`;
  const report = await publish(subgraph, "units", file, { rows: "all" });
  expect([report.published, report.code]).toEqual([false, "ROWS_REFUSED"]);
  expect(await count(subgraph, "organisation")).toBe(0);
});

test.each([
  ["UNKNOWN_AREA", "areaCode", "某单位,机关,341881999999"],
  ["UNKNOWN_AREA", "areaCode", "某单位,机关,没有的社区"],
  ["UNKNOWN_VALUE", "kind", "某单位,俱乐部,城东社区"],
  ["REQUIRED", "name", ",机关,城东社区"],
  ["REQUIRED", "areaCode", "某单位,机关,"],
])("%s in %s: %s", async (code, field, line) => {
  const report = await publish(subgraph, "units", `单位名称,单位性质,所在社区\n${line}`);
  expect(report.problems).toEqual([expect.objectContaining({ row: 2, code, field })]);
  expect(await count(subgraph, "organisation")).toBe(0);
});

test("a community's name stands for its code unless two have that name", async () => {
  const heading = "单位名称,性质,社区\n";
  const named = await publish(subgraph, "units", `${heading}某单位,机关,城东社区`);
  expect(named.counts.new).toBe(1);
  await publish(subgraph, "areas", "code,parent_code,level,name\n341881002099,341881002,COMMUNITY,城北社区");
  const ambiguous = await publish(subgraph, "units", `${heading}某单位,机关,城北社区`);
  expect(ambiguous.problems).toEqual([expect.objectContaining({ row: 2, code: "AREA_AMBIGUOUS" })]);
});

test("a unit without a code is known by name and place, and keeps its id when its code comes", async () => {
  const heading = "uscc,name,kind,community_code\n";
  const first = await publish(subgraph, "units", `${heading},宁国市康禾医院,医院,341881002002`);
  const second = await publish(subgraph, "units", `${heading},宁国市康禾医院,医院,341881002002`);
  const third = await publish(subgraph, "units", `${HEADING}\n${HOSPITAL}`);
  expect([first, second, third].map(({ results }) => results[0]?.outcome)).toEqual([
    "NEW",
    "UNCHANGED",
    "CHANGED",
  ]);
  expect(third.results[0]?.id).toBe(first.results[0]?.id);
  expect(await valueOf(subgraph, `select uscc_status from organisation`)).toBe("FORMAT_OK");
});

test("a second row for the same unit is refused, also when the two name it by different keys", async () => {
  const twice = await publish(subgraph, "units", `${HEADING}\n${HOSPITAL}\n${HOSPITAL}`);
  expect(twice.problems).toEqual([expect.objectContaining({ row: 3, code: "DUPLICATE_ROW" })]);

  const renamed = HOSPITAL.replace("宁国市康禾医院", "康禾医院集团");
  const byOldName = ",宁国市康禾医院,,HOSPITAL,341881002002,,,";
  const mixed = await publish(subgraph, "units", [HEADING, renamed, byOldName].join("\n"));
  expect(mixed.problems).toEqual([expect.objectContaining({ row: 3, code: "DUPLICATE_ROW" })]);
  expect(await count(subgraph, "organisation")).toBe(1);
});

test("a changed phone is a change; cells left empty keep what is known", async () => {
  await publish(subgraph, "units", `${HEADING}\n${HOSPITAL}`);
  const changed = await publish(subgraph, "units", `${HEADING}\n${HOSPITAL.replace("0217", "1217")}`);
  expect(changed.counts.changed).toBe(1);
  const sparse = await publish(
    subgraph,
    "units",
    `${HEADING}\n${HOSPITAL.split(",").slice(0, 5).join(",")},,,`,
  );
  expect(sparse.counts.unchanged).toBe(1);
  expect(await subgraph.db.query(`select contact, phone from organisation_contact`)).toEqual([
    { contact: "医务科霍主任", phone: "0563-5551217" },
  ]);
});

test("a masked phone is refused, and a report never quotes a contact", async () => {
  const report = await publish(subgraph, "units", `${HEADING}\n${HOSPITAL.replace("5550217", "***0217")}`);
  expect(report.problems).toEqual([
    expect.objectContaining({ row: 2, field: "phone", code: "MASKED_VALUE", value: null }),
  ]);
  expect(JSON.stringify(report)).not.toContain("霍主任");
});

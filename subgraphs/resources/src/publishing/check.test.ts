import type { ImportReport } from "@gongjian/shared/import/report";
import { sample } from "@gongjian/shared/testing/sample-city";
import { startCity, type City } from "../testing/city.ts";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
beforeEach(() => city.clear());
afterAll(() => city.stop());

async function check(
  list: string,
  file: string | Buffer,
  params = "",
): Promise<{ status: number; report: ImportReport }> {
  const { status, body } = await city
    .as({})
    .post(`/lists/${list}/check${params}`, file, { "content-type": "text/csv" });
  return { status, report: JSON.parse(body) as ImportReport };
}

const HEADING = "编号,资源名称,单位,类别,数量,计量单位,服务范围,收费\n";

async function rowCounts(): Promise<unknown> {
  const tables = ["resource", "need", "project", "publication", "import_request", "publication_change"];
  const counts = tables.map((table) => `(select count(*)::int from ${table}) as ${table}`);
  return (await city.db.query<object[]>(`select ${counts.join(", ")}`))[0];
}

test("a stranger learns which rows would be refused and why, and nothing is written", async () => {
  const before = await rowCounts();
  const file =
    HEADING +
    "R1,三楼会议室,启工职校,会议室与培训室,1,间,全市,免费\n" +
    "R2,二楼会议室,启工职校,会议室与培训室,3O,间,全市,免费\n" +
    "R3,礼堂,没有登记的单位,会议室与培训室,1,间,全市,免费\n";
  const { status, report } = await check("resources", file);

  expect(status).toBe(200);
  expect(report).toMatchObject({ dryRun: true, published: false, code: null });
  expect(report.counts).toMatchObject({ total: 3, refused: 2, new: 0, changed: 0, unchanged: 0 });
  expect(report.problems.map(({ row, code }) => [row, code])).toEqual([
    [3, "NUMBER_INVALID"],
    [4, "UNKNOWN_UNIT"],
  ]);
  expect(await rowCounts()).toEqual(before);
});

test("rows that name no unit are judged as some unit's own", async () => {
  const { report } = await check(
    "resources",
    "资源名称,数量,计量单位,服务范围\n会议室,1,间,全市\n会议室,1,间,全市\n球场,负3,片,全市\n",
  );
  const codes = report.problems.map(({ row, code }) => [row, code]);
  expect(codes).toEqual([
    [3, "DUPLICATE_ROW"],
    [4, "NUMBER_NEGATIVE"],
  ]);
});

test("projects that name no unit are judged too", async () => {
  const { report } = await check("projects", "项目名称,完成时限\n楼道照明,2027-08-31\n,2027-08-31\n");
  expect(report.problems.map(({ row, code }) => [row, code])).toEqual([[3, "REQUIRED"]]);
});

test("what is published already is neither compared nor told", async () => {
  const file = sample("resources.csv");
  expect((await city.secretariat().upload({ list: "resources", file })).status).toBe(200);
  const { report } = await check("resources", file);
  expect(report.counts).toMatchObject({ total: 320, new: 0, changed: 0, unchanged: 0 });
  expect(report.results.every(({ id, outcome }) => id === null && outcome === null)).toBe(true);

  // Known by title and dates, a line would take over the number it was published under.
  const [published] = await city.db.query<{ title: string; name: string }[]>(
    "select r.title, u.name from resource r join unit u on u.id = r.unit_id limit 1",
  );
  const unnumbered = await check(
    "resources",
    `资源名称,单位\n${published?.title ?? ""},${published?.name ?? ""}\n`,
  );
  expect(unnumbered.report.results.map(({ externalId }) => externalId)).toEqual([null]);
});

test("nobody's permission matters: the check of a file is the same for all", async () => {
  const { report } = await check("needs", sample("needs.csv"));
  expect(report.problems.filter(({ code }) => code === "OUT_OF_SCOPE")).toEqual([]);
  expect(report.counts.total).toBe(320);
});

test("a file that is no list is refused as a whole", async () => {
  const { status, report } = await check("needs", "甲,乙\n1,2\n");
  expect(status).toBe(422);
  expect(report.code).toBe("MISSING_COLUMN");
});

test("an unsigned check is refused like every unsigned call", async () => {
  expect(
    (await city.inject("POST", "/lists/needs/check", "a\n", { "content-type": "text/csv" })).status,
  ).toBe(401);
});

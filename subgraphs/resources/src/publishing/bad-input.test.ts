import { sample } from "@gongjian/shared/testing/sample-city";
import { sha256, signRequest } from "@gongjian/shared/signature";
import { startCity, type City } from "../testing/city.ts";

/** As many bytes as one upload may have. */
const UPLOAD_LIMIT = 128 * 1024 * 1024;

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());
afterEach(() => city.clear());

const GOOD = "名称,服务范围,起始日期,截止日期\n会议室,全市,2026-09-01,2027-08-31\n";

test("a column that nobody knows is named, and the rest is taken", async () => {
  const { status, report } = await send("名称,服务范围,幸运数字\n会议室,全市,7\n");
  expect(status).toBe(200);
  expect(report.problems).toEqual([
    expect.objectContaining({ row: 1, column: "C", heading: "幸运数字", code: "UNKNOWN_COLUMN" }),
  ]);
  expect(await count()).toBe(1);
});

test("a file without the one column that must be there is refused", async () => {
  expect(await send("服务范围,数量\n全市,7\n")).toMatchObject({
    status: 422,
    report: { code: "MISSING_COLUMN", message: expect.stringContaining("资源名称") as string },
  });
  expect(await count()).toBe(0);
});

test("bytes of no encoding we read are refused", async () => {
  const bytes = Buffer.concat([Buffer.from(GOOD), Buffer.from([0xff, 0xff, 0x80, 0x0a])]);
  const { status, report } = await send(bytes);
  expect(status).toBe(422);
  expect(report).toMatchObject({ code: expect.stringMatching(/ENCODING/) as string });
  expect(await count()).toBe(0);
});

test("a file declared in an encoding it does not have is refused", async () => {
  const { status, report } = await city.clerkOf("启工职校").upload({
    list: "resources",
    file: sample("as_sent/启工职校资源清单_GBK.csv"),
    params: { encoding: "UTF-8" },
  });
  expect(status).toBe(422);
  expect(report).toMatchObject({ code: expect.stringMatching(/ENCODING/) as string });
  expect(await count()).toBe(0);
});

test.each([
  ["2026-13-05", "DATE_INVALID", "to"],
  ["2026-02-30", "DATE_INVALID", "to"],
  ["明年", "DATE_INVALID", "to"],
  ["2026-08-01", "PERIOD_REVERSED", "to"],
])("a line that ends on %s is sent back with row and field", async (date, code, field) => {
  const { report } = await send(`名称,服务范围,起始日期,截止日期\n会议室,全市,2026-09-01,${date}\n`);
  expect(report.problems).toEqual([
    expect.objectContaining({ row: 2, column: "D", field, code, severity: "REFUSED", value: date }),
  ]);
  expect(report.problems[0]?.message).toMatch(/[一-龥]/);
  expect(await count()).toBe(0);
});

test("of equal lines the first is taken, and the second names it", async () => {
  const { report } = await send(
    `${GOOD}会议室,全市,2026-09-01,2027-08-31\n会 议 室,本社区,2026-09-01,2027-08-31\n`,
  );
  expect(report.problems.map(({ row, code, message }) => ({ row, code, message }))).toEqual([
    { row: 3, code: "DUPLICATE_ROW", message: expect.stringContaining("第 2 行") as string },
    { row: 4, code: "LIKELY_DUPLICATE", message: expect.stringContaining("第 2 行") as string },
  ]);
  expect(await count()).toBe(1);
});

test("a unit's key cannot publish another unit's list", async () => {
  const params = { unit: city.unit("康禾医院") };
  expect(await city.clerkOf("启工职校").upload({ list: "resources", file: GOOD, params })).toMatchObject({
    status: 403,
    report: { code: "FORBIDDEN" },
  });
  const byName = await city
    .clerkOf("启工职校")
    .upload({ list: "resources", file: GOOD, params: { unit: "康禾医院" } });
  expect(byName.status).toBe(403);
  expect(await count()).toBe(0);
});

test("a sheet that is named after another unit is not published as one's own", async () => {
  const params = { filename: "康禾医院资源清单.csv" };
  const clerk = city.clerkOf("启工职校");
  expect(await clerk.upload({ list: "resources", file: GOOD, params })).toMatchObject({
    status: 422,
    report: { code: "UNIT_MISMATCH", message: expect.stringContaining("康禾医院") as string },
  });
  expect(await count()).toBe(0);

  const told = { ...params, unit: city.unit("启工职校") };
  expect((await clerk.upload({ list: "resources", file: GOOD, params: told })).report.counts.new).toBe(1);
});

test("a sheet whose caption names another unit is not published as one's own", async () => {
  const file = `2026年资源清单,,,\n填报单位：宁国市康禾医院（公章）,,,\n${GOOD}`;
  expect(await send(file)).toMatchObject({ status: 422, report: { code: "UNIT_MISMATCH" } });
  expect(await count()).toBe(0);
});

test("a file named after the unit whose form it is and its sender is the sender's", async () => {
  const params = { filename: "白云社区大党委成员单位资源清单（启工职校）.csv" };
  const { report } = await city.clerkOf("启工职校").upload({ list: "resources", file: GOOD, params });
  expect(report.counts).toMatchObject({ new: 1 });
});

test("the secretariat's sheet goes to the unit that its caption names", async () => {
  const file = `2026年资源清单,,,\n填报单位：宁国市康禾医院（公章）,,,\n${GOOD}`;
  const { report } = await city.secretariat().upload({ list: "resources", file });
  expect(report.counts).toMatchObject({ new: 1 });
  expect(await city.db.query("select unit_id from resource")).toEqual([{ unit_id: city.unit("康禾医院") }]);
});

test("a date without a year is of the year in the title, and its sender is told", async () => {
  const { report } = await send("2027年资源清单,,\n名称,服务范围,截止日期\n会议室,全市,10月底前\n");
  expect(report.problems).toEqual([
    expect.objectContaining({ field: "to", code: "DATE_YEAR_ASSUMED", suggestion: "2027-10-31" }),
  ]);
});

test("a line of another unit in a unit's own sheet is sent back, the others are taken", async () => {
  const file = "单位,名称,服务范围\n康禾医院,义诊,全市\n启工职校,会议室,全市\n";
  const { report } = await send(file);
  expect(report.problems).toEqual([
    expect.objectContaining({
      row: 2,
      column: "A",
      field: "unit",
      code: "OUT_OF_SCOPE",
      value: "康禾医院",
    }),
  ]);
  expect(await count()).toBe(1);
});

test("the secretariat of one street cannot publish for a unit of another", async () => {
  const file = "单位,名称,服务范围\n启工职校,会议室,全市\n康禾医院,义诊,全市\n";
  const { report } = await city.secretariat("341881002").upload({ list: "resources", file });
  expect(report.problems).toEqual([expect.objectContaining({ row: 2, code: "OUT_OF_SCOPE" })]);
  expect(await city.db.query("select title from resource")).toEqual([{ title: "义诊" }]);
});

test.each([
  ["不存在的单位", "UNKNOWN_UNIT"],
  ["12341881M031884832", "USCC_CHECK"],
])("a unit written %s is sent back", async (unit, code) => {
  const file = `单位,名称,服务范围\n${unit},义诊,全市\n`;
  const { report } = await city.secretariat().upload({ list: "resources", file });
  expect(report.problems).toEqual([
    expect.objectContaining({ row: 2, field: "unit", code: expect.stringContaining(code) as string }),
  ]);
  expect(await count()).toBe(0);
});

test.each(["12341881m031884831", "12341881-M03188483-1", "１２341881M031884831"])(
  "the unit's own code is known also when it is written %s",
  async (unit) => {
    const file = `单位,名称,服务范围\n${unit},义诊,全市\n`;
    const { report } = await city.secretariat().upload({ list: "resources", file });
    expect(report.problems).toEqual([]);
    const params = { unit };
    const again = await city.secretariat().upload({ list: "resources", file: GOOD, params });
    expect(again.report.counts).toMatchObject({ new: 1 });
  },
);

test("a unit parameter with a wrong check character is told so, and nothing is written", async () => {
  const params = { unit: "12341881M031884832" };
  expect(await city.secretariat().upload({ list: "resources", file: GOOD, params })).toMatchObject({
    status: 400,
    report: { code: "USCC_CHECK", message: expect.stringContaining("应为 1，实为 2") as string },
  });
  expect(await count()).toBe(0);
});

test("a cell whose characters were lost before is sent back", async () => {
  const { report } = await send("名称,服务范围\n会\ufffd室,全市\n礼堂,全市\n");
  expect(report.problems).toEqual([
    expect.objectContaining({ row: 2, column: "A", field: "title", code: "CELL_GARBLED" }),
  ]);
  expect(await count()).toBe(1);
});

test("a fault of a period in one column is told at that column", async () => {
  const { report } = await send("名称,服务范围,有效期\n会议室,全市,2025.9.1-2026.6.30\n");
  expect(report.problems).toEqual([
    expect.objectContaining({ row: 2, column: "C", field: "period", code: "ROW_EXPIRED" }),
  ]);
});

test("a place that is none of the city's is sent back", async () => {
  const { report } = await send("名称,服务范围\n会议室,月球社区\n");
  expect(report.problems).toEqual([expect.objectContaining({ row: 2, field: "area", code: "UNKNOWN_AREA" })]);
  expect(await count()).toBe(0);
});

test("nobody's sheet: without a unit anywhere the lines are sent back", async () => {
  const { report } = await city.secretariat().upload({ list: "resources", file: GOOD });
  expect(report.problems).toEqual([expect.objectContaining({ row: 2, code: "UNIT_MISSING" })]);
  expect(await count()).toBe(0);
});

test("an upload that breaks off changes nothing", async () => {
  const whole = Buffer.from(GOOD);
  const path = "/lists/resources";
  const viewer = {
    role: "UNIT_CLERK" as const,
    subject: "tester",
    unitId: city.unit("启工职校"),
    areaCode: null,
  };
  const signed = signRequest(city.keys, { method: "POST", path, bodyHash: sha256(whole) }, viewer);
  const half = whole.subarray(0, whole.length - 12).toString("utf8");
  const { status, body } = await city.inject("POST", path, half, { ...signed, "content-type": "text/csv" });
  expect(status).toBe(401);
  expect(JSON.parse(body)).toMatchObject({ code: "BODY_CHANGED" });
  expect(await count()).toBe(0);
});

test("a file that was cut off inside a quoted cell before it was sent changes nothing", async () => {
  const { status, report } = await send(`${GOOD}"礼堂，可坐三百`);
  expect(status).toBe(422);
  expect(report).toMatchObject({
    code: "FILE_TRUNCATED",
    message: expect.stringMatching(/[一-龥]/) as string,
  });
  expect(await count()).toBe(0);
});

test("a line that was cut off is sent back, the whole ones are taken", async () => {
  const { report } = await send(`${GOOD}礼堂,全`);
  expect(report.problems).toEqual([expect.objectContaining({ row: 3, code: "ROW_SHAPE" })]);
  expect(await count()).toBe(1);
});

test("a body over the limit is refused", async () => {
  const { status, report } = await send(Buffer.alloc(UPLOAD_LIMIT + 1, "a"));
  expect(status).toBe(413);
  expect(report).toMatchObject({
    code: "BODY_TOO_LARGE",
    message: expect.stringMatching(/[一-龥]/) as string,
  });
  expect(await count()).toBe(0);
});

test("the same key with another file is refused", async () => {
  const clerk = city.clerkOf("启工职校");
  await clerk.upload({ list: "resources", file: GOOD, idempotencyKey: "k1" });
  const other = await clerk.upload({ list: "resources", file: `${GOOD}礼堂,全市,,\n`, idempotencyKey: "k1" });
  expect(other).toMatchObject({ status: 409, report: { code: "IDEMPOTENCY_CONFLICT" } });
  expect(await count()).toBe(1);
});

function send(file: string | Buffer): ReturnType<ReturnType<City["clerkOf"]>["upload"]> {
  return city.clerkOf("启工职校").upload({ list: "resources", file });
}

async function count(): Promise<number> {
  const [row] = await city.db.query<{ count: number }[]>("select count(*)::integer from resource");
  return row?.count ?? 0;
}

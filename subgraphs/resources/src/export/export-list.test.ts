import { buffer } from "node:stream/consumers";
import { clockOf } from "@gongjian/shared/clock";
import { createLogger } from "@gongjian/shared/log";
import { viewersAt } from "@gongjian/shared/testing/viewers";
import { may, type Viewer } from "@gongjian/shared/viewer";
import fc from "fast-check";
import { FILLED_IN, NANSHAN, startCity, type City } from "../testing/city.ts";
import { exportList } from "./export-list.ts";

const UNIT = "启工职校";
const UNIT_AREA = "341881003001";
const HEADING = "编号,名称,内容,数量,服务范围,联系人,电话";

let city: City;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.stop());
afterEach(async () => {
  await city.clear();
  await city.db.query("truncate list_export");
});

const clerk = (): Viewer => ({
  role: "UNIT_CLERK",
  subject: "tester",
  unitId: city.unit(UNIT),
  areaCode: null,
});

test("a list is taken out as CSV that Excel opens, with contacts for its owner, and that is on record", async () => {
  await send('A1,会议室,"六十座,有投影",60,全市,张三,0563-5550101');
  const { fileName, contentType, text } = await taken(clerk(), { format: "csv" });
  expect(fileName).toBe("资源清单_2026-09-03.csv");
  expect(contentType).toContain("text/csv");
  const [heading = "", line = ""] = text.split("\r\n");
  expect(heading).toMatch(/^\ufeff单位,编号,类别,资源名称,资源内容,/);
  expect(heading).toMatch(/联系人,联系电话$/);
  expect(line).toContain('"六十座,有投影"');
  expect(line).toContain("张三,0563-5550101");
  expect(
    await city.db.query("select list, unit_id, format, row_count, role, subject from list_export"),
  ).toEqual([
    {
      list: "resources",
      unit_id: city.unit(UNIT),
      format: "csv",
      row_count: 1,
      role: "UNIT_CLERK",
      subject: "tester",
    },
  ]);
});

test("for others the columns with contacts are not there, and neither are lines that do not stand", async () => {
  await send("A1,会议室,,60,全市,张三,0563-5550101\nA2,报告厅,,300,全市,,");
  await send("A1,会议室,,60,全市,张三,0563-5550101", { mode: "replace" });
  for (const viewer of [
    { ...clerk(), unitId: city.unit("康禾医院") },
    { role: "SECRETARIAT", subject: "s", unitId: null, areaCode: NANSHAN },
    { role: "DASHBOARD", subject: "d", unitId: null, areaCode: null },
  ] as const) {
    const { text } = await taken(viewer, { format: "csv", unit: UNIT });
    expect(text).toContain("会议室");
    expect(text).not.toMatch(/报告厅|联系|张|5550101/);
  }
  expect(await city.db.query("select from list_export")).toEqual([]);
});

test("a key takes out its unit's list as it stands, and no raw contact", async () => {
  await send("A1,会议室,,60,全市,张三,0563-5550101\nA2,报告厅,,300,全市,,");
  await city.db.query("update resource set state = 'SUSPENDED' where external_id = 'A2'");
  const { text } = await taken({ ...clerk(), scopes: ["LISTS_READ", "LISTS_PUBLISH"] }, {});
  expect(text).toContain("报告厅");
  expect(text).not.toMatch(/联系|张|5550101/);
  const readOnly = await taken({ ...clerk(), scopes: ["LISTS_READ"] }, { unit: UNIT });
  expect(readOnly.text).not.toMatch(/报告厅|联系|张|5550101/);
});

test("remarks go to those who may read them in a query", async () => {
  await send("A1,会议室,,60,全市,,");
  await city.db.query("update resource set remarks = '钥匙在门卫处'");
  const wrong: object[] = [];
  for (const viewer of viewersAt({ unitIds: [city.unit("康禾医院")], areaCodes: [NANSHAN] })) {
    if (!may(viewer, "list.export")) continue;
    const { text } = await taken(viewer, { unit: UNIT });
    const shown = { heading: text.includes("备注"), remark: text.includes("钥匙") };
    const isStaff = may(viewer, "contact.readMasked");
    if (shown.heading !== isStaff || shown.remark !== isStaff) wrong.push({ viewer, shown });
  }
  expect(wrong).toEqual([]);
});

test("how many a need helps goes to staff alone", async () => {
  await city
    .clerkOf(UNIT)
    .upload({ list: "needs", file: "编号,需求名称,地点,受益人数\nN1,借轮椅,全市,12\n" });
  const mine = await taken(clerk(), { format: "csv" }, "needs");
  expect(mine.text).toContain("受益人数");
  const auditor: Viewer = { role: "AUDITOR", subject: "a", unitId: null, areaCode: null };
  expect((await taken(auditor, { format: "csv" }, "needs")).text).not.toContain("受益人数");
});

test.each([
  ["a list nobody has", "weather", {}, "UNKNOWN_LIST"],
  ["a format nobody has", "resources", { format: "pdf" }, "BAD_USER_INPUT"],
  ["a state nobody has", "resources", { state: "GONE" }, "BAD_USER_INPUT"],
  ["an area that is no code", "resources", { areaCode: "南山" }, "BAD_USER_INPUT"],
  ["a unit that is not registered", "resources", { unit: "没有这个单位" }, "UNKNOWN_UNIT"],
])("%s is refused before anything goes out", async (_what, list, raw, code) => {
  await expect(taken(clerk(), raw, list)).rejects.toMatchObject({ code });
});

test("the public takes out nothing", async () => {
  const viewer: Viewer = { role: "PUBLIC", subject: "p", unitId: null, areaCode: null };
  await expect(taken(viewer, {})).rejects.toMatchObject({ extensions: { code: "FORBIDDEN" } });
});

test("who takes out which columns is as the table of permissions says", async () => {
  await send("A1,会议室,,60,全市,张三,0563-5550101");
  const target = { unitId: city.unit(UNIT), areaCode: UNIT_AREA };
  const everyone = viewersAt({
    unitIds: [UNIT, "康禾医院"].map((name) => city.unit(name)),
    areaCodes: [NANSHAN, UNIT_AREA.slice(0, 9)],
  });
  const wrong: object[] = [];
  for (const viewer of everyone) {
    const answer = await taken(viewer, { unit: UNIT }).then(
      ({ text }) => (text.includes("0563-5550101") ? "CONTACTS" : "LIST"),
      () => "NOTHING",
    );
    const listed = may(viewer, "list.export") ? "LIST" : "NOTHING";
    const expected = may(viewer, "list.publish", target) ? "CONTACTS" : listed;
    if (answer !== expected) wrong.push({ viewer, answer, expected });
  }
  expect(wrong).toEqual([]);
});

test("a reader who leaves half-way frees the place of the next", async () => {
  await send("A1,会议室,,60,全市,,");
  for (let i = 0; i < 5; i++) {
    const { stream } = await exportList(scopeOf(clerk()), "resources", {});
    stream.on("error", () => undefined);
    stream.destroy();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  expect((await taken(clerk(), {})).text).toContain("会议室");
});

describe("what was taken out and is sent again changes nothing", () => {
  test.each(["csv", "xlsx", "jsonl"])(
    "as %s, whatever the texts",
    async (format) => {
      await fc.assert(
        fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 12 }), async (lines) => {
          const rows = lines.map((cells, i) => ({
            编号: i % 3 === 0 ? "" : `A${i}`,
            资源名称: `${cells.title}第${i}条`,
            资源内容: cells.description,
            数量: "60",
            计量单位: cells.measure,
            开放时段: cells.schedule,
            资质: cells.qualification,
            服务范围: "全市",
            联系人: "张三",
            电话: "13812345678",
          }));
          const file = rows.map((row) => JSON.stringify(row)).join("\n");
          const first = await city.clerkOf(UNIT).upload({ list: "resources", file });
          const accepted = first.report.counts.new;
          fc.pre(accepted > 0);

          const { bytes, text: body } = await taken(clerk(), { format });
          if (format === "jsonl") expect(cellsIn(body).filter(startsFormula)).toEqual([]);
          const again = await city
            .clerkOf(UNIT)
            .upload({ list: "resources", file: bytes, params: { mode: "replace" } });
          expect({ sent: rows, problems: again.report.problems, ...again.report.counts }).toMatchObject({
            new: 0,
            changed: 0,
            withdrawn: 0,
            refused: 0,
            unchanged: accepted,
          });
          await city.clear();
        }),
        { numRuns: 15, seed: 20260903 },
      );
    },
    240_000,
  );
});

function cellsIn(body: string): string[] {
  const lines = body.split("\n").filter((line) => line !== "");
  return lines.flatMap((line) => Object.values(JSON.parse(line) as Record<string, string>));
}

function startsFormula(cell: string): boolean {
  return cell.split(/[\n\r]/).some((line) => /^(?:\s*[=+\-@＝＋－＠]|\t)/.test(line));
}

const LEADS = [
  "=",
  "+",
  "-",
  "@",
  "＝",
  "＋",
  "'=",
  " =1",
  "a\n=b",
  "a\n\t-b",
  "'",
  '"',
  ",",
  "会议室",
  "_x0041_",
];
const piece = fc.oneof(
  fc.constantFrom(...LEADS),
  fc.string({ unit: "grapheme", maxLength: 6 }).filter((text) => !/[\ufffd\0]/.test(text)),
);
const text = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(""));
const line = fc.record({
  title: text,
  description: text,
  schedule: text,
  qualification: text,
  measure: text,
});

interface Taken {
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly text: string;
}

async function taken(viewer: Viewer, raw: Record<string, string>, list = "resources"): Promise<Taken> {
  const { stream, fileName, contentType } = await exportList(scopeOf(viewer), list, raw);
  const bytes = await buffer(stream);
  return { fileName, contentType, bytes, text: bytes.toString("utf8") };
}

function scopeOf(viewer: Viewer): Parameters<typeof exportList>[0] {
  return {
    db: city.appDb,
    viewer,
    clock: clockOf(() => new Date(`${FILLED_IN}T09:00:00+08:00`)),
    log: createLogger("resources", "silent"),
  };
}

async function send(lines: string, params: Record<string, string> = {}): Promise<void> {
  const file = `${HEADING}\n${lines}\n`;
  const { report } = await city.clerkOf(UNIT).upload({ list: "resources", file, params });
  expect(report.published).toBe(true);
}

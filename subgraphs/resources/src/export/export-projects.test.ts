import { buffer } from "node:stream/consumers";
import { clockOf } from "@gongjian/shared/clock";
import type { ImportReport } from "@gongjian/shared/import/report";
import { createLogger } from "@gongjian/shared/log";
import type { Viewer } from "@gongjian/shared/viewer";
import { arrangeLists, ASKER, HOSPITAL, SCHOOL } from "../project/testing/residuals.ts";
import { FILLED_IN, startCity, type City } from "../testing/city.ts";
import { exportList } from "./export-list.ts";

const FULL: Readonly<Record<string, string>> = {
  编号: "P1",
  牵头单位: ASKER,
  项目名称: "共享出行",
  参与单位: `${HOSPITAL}、邻家读书会、${SCHOOL}`,
  责任人: "王五",
  主要内容: "=给老人出借轮椅",
  地点: "全市",
  开始: "2026-09-10",
  完成时限: "2026-12-31",
  "进展/状态": "进行中，已发两批",
  进展说明: "第三批在途",
  经费来源: "党建经费",
  预算: "2万元",
  验收: "社区验收",
  对应需求号: "N1、N2",
  对应资源号: "R1×20→N1、R2:40→N2",
  里程碑: "九月启动；十二月验收",
  风险: "天气",
};

/** Little said, and one need for the whole line. */
const SPARE = { 牵头单位: ASKER, 项目名称: "邻里集市", 地点: "全市", 对应需求号: "N2", 对应资源号: "R2×5" };

let city: City;
beforeAll(async () => {
  city = await startCity();
});
beforeEach(async () => {
  await arrangeLists(city);
});
afterEach(() => city.clear());
afterAll(() => city.stop());

async function send(file: string | Buffer, params: Record<string, string> = {}): Promise<ImportReport> {
  const { report } = await city.secretariat().upload({ list: "projects", file, params });
  return report;
}

const lines = (rows: readonly object[]): string => rows.map((row) => JSON.stringify(row)).join("\n");

async function taken(viewer: Partial<Viewer>, raw: Record<string, string>): Promise<Buffer> {
  const { stream } = await exportList(
    {
      db: city.appDb,
      viewer: { role: "SECRETARIAT", subject: "tester", unitId: null, areaCode: null, ...viewer },
      clock: clockOf(() => new Date(`${FILLED_IN}T09:00:00+08:00`)),
      log: createLogger("resources", "silent"),
    },
    "projects",
    raw,
  );
  return buffer(stream);
}

test.each(["csv", "xlsx", "jsonl"])(
  "projects taken out as %s and sent again change nothing",
  async (format) => {
    const first = await send(lines([FULL, SPARE]));
    expect(first.counts).toMatchObject({ new: 2, refused: 0 });
    const again = await send(await taken({}, { format }), { mode: "replace" });
    expect({ problems: again.problems, ...again.counts }).toMatchObject({
      new: 0,
      changed: 0,
      unchanged: 2,
      withdrawn: 0,
      refused: 0,
    });
  },
);

test("what is said of progress beside its word goes out, also where the project has moved on since", async () => {
  await send(lines([FULL]));
  await city.db.query("update project set progress = 'AT_RISK'");
  const [line] = (await taken({}, { format: "jsonl" })).toString("utf8").split("\n");
  expect(JSON.parse(line ?? "")).toMatchObject({
    进展: "有风险",
    进展说明: "进行中，已发两批；第三批在途",
    其他参与单位: "邻家读书会",
    责任人: "王五",
  });
});

test("who answers for a project goes out only to those who may publish for it", async () => {
  await send(lines([FULL]));
  const clerk = (unit: string): Partial<Viewer> => ({ role: "UNIT_CLERK", unitId: city.unit(unit) });
  const read = async (viewer: Partial<Viewer>): Promise<string> =>
    (await taken(viewer, { unit: ASKER })).toString("utf8");
  expect(await read(clerk(ASKER))).toContain("王五");
  for (const viewer of [clerk(HOSPITAL), { role: "AUDITOR" as const }]) {
    const text = await read(viewer);
    expect(text).toContain("共享出行");
    expect(text).not.toMatch(/责任人|王/);
  }
});

test("a promise written twice in different words is sent back", async () => {
  const { problems } = await send(lines([{ ...SPARE, 对应资源号: "R2×5、R2×6→N2" }]));
  expect(problems).toEqual([expect.objectContaining({ code: "COMMITMENT_TWICE", severity: "REFUSED" })]);
});

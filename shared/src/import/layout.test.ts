import { expect, test } from "@jest/globals";
import { layoutsOf, type ListLayout } from "./layout.ts";
import type { ListColumn } from "./list-definition.ts";
import type { ImportProblem } from "./report.ts";
import type { SavedMapping } from "./saved-mapping.ts";
import { cellsUpload } from "./sheet.ts";
import type { SheetRecord } from "./sheet-record.ts";

const columns: readonly ListColumn[] = [
  { field: "unit", label: "单位", headings: ["单位名称"], tags: ["#org+name"] },
  { field: "title", label: "资源名称", headings: [], required: true, tags: ["#res+name", "#need+name"] },
  { field: "quantity", label: "数量", headings: [], tags: ["#qty"] },
  { field: "from", label: "开放时间开始", headings: [], tags: ["#date+start"] },
  { field: "to", label: "开放时间结束", headings: [], tags: ["#date+end"] },
  { field: "phone", label: "电话", headings: [], personal: true, tags: ["#phone"] },
];

interface Read extends ListLayout {
  readonly rows: readonly SheetRecord[];
}

async function layOut(rows: string[][], given: SavedMapping | null = null): Promise<Read> {
  const [heading = [], ...rest] = rows;
  const upload = await cellsUpload(heading, rest).open();
  const notices: ImportProblem[] = [];
  for await (const layout of layoutsOf(upload, { columns }, given, notices)) {
    const read: SheetRecord[] = [];
    for await (const batch of layout.batches) read.push(...batch);
    return { ...layout, rows: read };
  }
  throw new Error("No sheet was read.");
}

const numbersOf = ({ rows }: Read): number[] => rows.map(({ number }) => number);
const HEADING = ["序号", "单位", "资源名称", "数量", "电话"];

test("the heading is found under a title, and the title says who filed the list and when", async () => {
  const read = await layOut([
    ["2027年上半年资源清单", "", "", "", ""],
    ["填报单位：南山街道综合服务中心（公章）  填表人：小李", "", "", "填报日期：2026年12月3日", ""],
    ["", "", "", "", ""],
    HEADING,
    ["1", "甲店", "会议室", "1", ""],
  ]);
  expect(read.headingRow).toBe(4);
  expect(read.caption).toMatchObject({ filedOn: "2026-12-03", year: 2027, unit: "南山街道综合服务中心" });
  expect(numbersOf(read)).toEqual([5]);
});

test.each([
  ["填报日期：2026-09-03", "2026-09-03"],
  ["填表时间 2026.9.3", "2026-09-03"],
  ["报送日期：2026/09/03", "2026-09-03"],
  ["日  期：二〇二六年九月三日", "2026-09-03"],
  ["上报日期：20260903", "2026-09-03"],
  ["（2026年9月3日）", "2026-09-03"],
  ["填报日期：2026年13月3日", null],
  ["填报日期：    年  月  日", null],
])("%s means %s", async (line, filedOn) => {
  expect((await layOut([["资源清单"], [line], HEADING, ["1", "甲", "乙", "", ""]])).caption.filedOn).toBe(
    filedOn,
  );
});

test.each([
  ["报送单位：城东社区", "城东社区"],
  ["单位：（盖章）", null],
  ["单位名称：城东社区（盖章）　联系人：老王", "城东社区"],
  ["填报单位（盖章）：城东社区", "城东社区"],
  ["填报单位：________", null],
])("%s names the unit %s", async (line, unit) => {
  expect((await layOut([["资源清单"], [line], HEADING, ["1", "甲", "乙", "", ""]])).caption.unit).toBe(unit);
});

test("sums, notes, signatures, bare order numbers and repeated headings are no rows of the list", async () => {
  const read = await layOut([
    HEADING,
    ["1", "甲店", "会议室", "1", "0563-1"],
    ["2", "", "", "", ""],
    HEADING,
    ["3", "乙店", "停车位", "20", ""],
    ["小 计", "", "", "21", ""],
    ["", "合计：", "", "约21个", "-"],
    ["注：以上由各店自愿提供。", "", "", "", ""],
    ["填表人：张三", "", "审核：李四", "", "2026年9月1日"],
    ["单位负责人（签字）：", "", "", "", "联系电话："],
  ]);
  expect(numbersOf(read)).toEqual([2, 5]);
});

test("a row with content is data, whatever its first words are", async () => {
  const read = await layOut([
    HEADING,
    ["1", "甲店", "合计核算服务", "1", ""],
    ["合计", "甲店", "会计帮手", "1", ""],
    ["备注：新", "甲店", "会议室", "1", "0563-1"],
    ["4", "", "说明书翻译", "", ""],
    ["5", "甲店", "", "3", ""],
  ]);
  expect(numbersOf(read)).toEqual([2, 3, 4, 5, 6]);
});

test("a group over two columns names them together", async () => {
  const read = await layOut([
    ["单位", "资源名称", "开放时间", "", "电话"],
    ["", "", "开始", "结束", ""],
    ["甲店", "会议室", "2026-09-01", "2026-12-31", "0563-1"],
    ["单位", "资源名称", "开放时间", "", "电话"],
    ["", "", "开始", "结束", ""],
    ["乙店", "停车位", "2026-09-01", "2026-12-31", ""],
  ]);
  expect(read.heading.mapping.map(({ field }) => field)).toEqual(["unit", "title", "from", "to", "phone"]);
  expect(numbersOf(read)).toEqual([3, 6]);
});

test("names that reach over both lines of a heading, as merged cells are read, name the group as well", async () => {
  const read = await layOut([
    ["单位", "资源名称", "开放时间", "", "电话"],
    ["单位", "资源名称", "开始", "结束", "电话"],
    ["甲店", "会议室", "2026-09-01", "2026-12-31", ""],
  ]);
  expect(read.heading.mapping.map(({ field }) => field)).toEqual(["unit", "title", "from", "to", "phone"]);
  expect(numbersOf(read)).toEqual([3]);
});

test("tags under a heading win over the heading, and may stand instead of one", async () => {
  const tags = ["#org+name", "#qty", "#res+name+zh", "#unknown"];
  const row = ["甲店", "3", "会议室", "x"];
  const under = await layOut([["资源清单"], ["名目", "资源名称", "叫法", "其他"], tags, row]);
  expect(under.heading.mapping.map(({ field, by }) => [field, by])).toEqual([
    ["unit", "TAG"],
    ["quantity", "TAG"],
    ["title", "TAG"],
    [null, null],
  ]);
  expect(under.headingRow).toBe(2);
  expect(numbersOf(under)).toEqual([4]);
  expect(numbersOf(await layOut([tags, row]))).toEqual([2]);
});

test("a saved mapping finds a heading that says nothing to us", async () => {
  const saved = new Map([
    ["叫法", "title"],
    ["多少", "quantity"],
  ]);
  const read = await layOut([["我们的东西"], ["叫 法", "多少？"], ["会议室", "1"]], saved);
  expect(read.heading.mapping.map(({ by }) => by)).toEqual(["SAVED", "SAVED"]);
  expect(numbersOf(read)).toEqual([3]);
});

test("without a heading the line that comes closest is named in the refusal", async () => {
  const rows = [["清单"], ["单位", "数量", "电话"], ["甲", "1", ""]];
  await expect(layOut(rows)).rejects.toMatchObject({ code: "MISSING_COLUMN" });
  await expect(layOut(rows)).rejects.toThrow("文件第 2 行读到的是：单位、数量、电话");
  await expect(layOut([["", ""]])).rejects.toMatchObject({ code: "FILE_EMPTY" });
});

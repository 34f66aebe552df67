import { expect, test } from "@jest/globals";
import { columnLetter } from "./column-letter.ts";
import { mapHeadings } from "./headings.ts";
import type { ListColumn } from "./list-definition.ts";

const COLUMNS: readonly ListColumn[] = [
  { field: "unitName", label: "单位", headings: ["单位名称", "报送单位", "单位"] },
  { field: "title", label: "资源名称", headings: ["项目名称", "title"], required: true },
  { field: "quantity", label: "数量", headings: ["提供数量"] },
  {
    field: "unitOfMeasure",
    label: "计量单位",
    headings: ["单位", "unit_of_measure"],
    headingAfter: ["quantity"],
  },
  { field: "minNoticeDays", label: "提前天数", headings: ["需提前（天）"] },
  { field: "phone", label: "电话", headings: ["联系电话"], personal: true },
];

function fieldsOf(...headings: string[]): (string | null)[] {
  return mapHeadings(headings, COLUMNS).mapping.map(({ field }) => field);
}

test("case, width, spaces, punctuation and brackets do not matter", () => {
  expect(fieldsOf("ＴＩＴＬＥ", "Unit-Of Measure", "需提前(天)", " 数 量 ", "电话（办公）")).toEqual([
    "title",
    "unitOfMeasure",
    "minNoticeDays",
    "quantity",
    "phone",
  ]);
});

test("单位 is the measure right after 数量, and the organisation elsewhere", () => {
  expect(fieldsOf("单位", "项目名称", "数量", "单位")).toEqual([
    "unitName",
    "title",
    "quantity",
    "unitOfMeasure",
  ]);
  expect(fieldsOf("项目名称", "数量", "电话", "单位")).toEqual(["title", "quantity", "phone", "unitName"]);
});

test("序号 is no identifier: it is known and not used", () => {
  const { mapping, notices } = mapHeadings(["序号", "资源名称"], COLUMNS);
  expect(mapping[0]).toEqual({ column: "A", heading: "序号", field: null, by: null });
  expect(notices).toEqual([]);
});

test("a column nobody knows is named with its letter, and not lost in silence", () => {
  const { notices } = mapHeadings(["资源名称", "备 注 二"], COLUMNS);
  expect(notices).toMatchObject([
    { row: 1, column: "B", heading: "备 注 二", severity: "NOTICE", code: "UNKNOWN_COLUMN" },
  ]);
});

test("a missing column is named with the headings that would do", () => {
  expect(() => mapHeadings(["数量"], COLUMNS)).toThrow(
    "缺少必需的列：“资源名称”（可用的列名：资源名称、项目名称、title）。文件第 1 行读到的是：数量。",
  );
});

test("two columns for one field are refused, and both are named", () => {
  expect(() => mapHeadings(["资源名称", "项目名称"], COLUMNS)).toThrow("A 列“资源名称”和 B 列“项目名称”");
});

test("a heading of 201 columns is refused", () => {
  expect(() => mapHeadings(Array<string>(201).fill("x"), COLUMNS)).toThrow("201");
});

test("columns are lettered as spreadsheets do", () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnLetter)).toEqual(["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
});

test("what the unit said of its headings wins over what we know, and null leaves a column out", () => {
  const saved = new Map([
    ["内容", "title"],
    ["数量", null],
    ["规格", "quantity"],
  ]);
  const { mapping, notices } = mapHeadings(["内 容", "数量", "规格", "资源名称"], COLUMNS, { saved });
  expect(mapping.map(({ field, by }) => [field, by])).toEqual([
    ["title", "SAVED"],
    [null, null],
    ["quantity", "SAVED"],
    [null, null],
  ]);
  expect(notices).toMatchObject([{ column: "D", code: "COLUMN_NOT_USED" }]);
});

const GUESSES: [heading: string, field: string | null][] = [
  ["本店资源名称", "title"],
  ["数量备注", null],
  ["填报单位数量", null],
  ["备用电话", null],
  ["本人联系电话", null],
  ["负责单位", null],
];

test.each(GUESSES)("an unknown heading %s may be %s", (heading, field) => {
  const columns = COLUMNS.map((column) => ({ ...column, required: false }));
  const { mapping, notices } = mapHeadings([heading, "需提前（天）"], columns);
  expect(mapping[0]).toMatchObject({ field, by: field === null ? null : "GUESS" });
  expect(notices).toMatchObject([{ code: field === null ? "UNKNOWN_COLUMN" : "COLUMN_GUESSED" }]);
});

test("nothing is guessed for a field that has its column, nor from two headings that would both do", () => {
  expect(fieldsOf("资源名称", "本店资源名称")).toEqual(["title", null]);
  expect(fieldsOf("资源名称", "总数量", "可用数量")).toEqual(["title", null, null]);
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Workbook, type Worksheet } from "exceljs";
import { expect, test } from "@jest/globals";
import { readCells, readSheets } from "../testing/read-sheets.ts";
import { zip, unzip } from "../testing/zip.ts";
import { workbookOf } from "../testing/workbook.ts";

const FOLDER = join(__dirname, "../../../../data/ningguo/as_sent");

async function written(fill: (sheet: Worksheet, workbook: Workbook) => void): Promise<Buffer> {
  const workbook = new Workbook();
  fill(workbook.addWorksheet("清单"), workbook);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

test("cells of every kind become the text that the sheet shows", async () => {
  const bytes = await written((sheet) => {
    sheet.addRow(["文字", 5635550281, 0.1, 0.1 + 0.2, 1e21, 1.5e-7, true, -3]);
    sheet.addRow([
      { richText: [{ text: "停" }, { text: "车位", font: { bold: true } }] },
      { formula: 'A1&"好"', result: "文字好" },
      { formula: "1+1", result: 2 },
      { formula: "NOW()" },
      { error: "#N/A" },
      { text: "链接", hyperlink: "https://example.org" },
      " 两边 ",
      "一\n二",
    ]);
  });
  expect(await readCells(bytes)).toEqual([
    ["文字", "5635550281", "0.1", "0.3", "1000000000000000000000", "0.00000015", "TRUE", "-3"],
    ["停车位", "文字好", "2", "", "#N/A", "链接", " 两边 ", "一\n二"],
  ]);
});

test.each([
  [46266, 'yyyy"年"m"月"d"日"', "2026-09-01"],
  [46266, "[$-804]yyyy/m/d;@", "2026-09-01"],
  [46266, "mm-dd-yy", "2026-09-01"],
  [46266.8125, "yyyy-mm-dd hh:mm", "2026-09-01 19:30"],
  [46266.99999999, "yyyy-mm-dd", "2026-09-02"],
  [0.8125, "h:mm", "19:30"],
  [46266.8125, 'h"时"mm"分"', "19:30"],
  [1.25, "[h]:mm", "30:00"],
  [61, "yyyy-mm-dd", "1900-03-01"],
  [59, "yyyy-mm-dd", "1900-02-28"],
  [60, "yyyy-mm-dd", "1900-02-29"],
  [0, "yyyy-mm-dd", "0"],
  [-1, "yyyy-mm-dd", "-1"],
  [9, '0"月"', "9"],
  [46266, "General", "46266"],
  [1234.5, "#,##0.00_ ;[Red]-#,##0.00", "1234.5"],
])("%d in the format %s is %s", async (number, numFmt, text) => {
  const bytes = await written((sheet) => {
    sheet.addRow([number]).getCell(1).numFmt = numFmt;
  });
  expect(await readCells(bytes)).toEqual([[text]]);
});

test("a workbook that counts from 1904 gives the same days", async () => {
  const bytes = await written((sheet, workbook) => {
    workbook.properties.date1904 = true;
    sheet.addRow([44804]).getCell(1).numFmt = "yyyy-mm-dd";
  });
  expect(await readCells(bytes)).toEqual([["2026-09-01"]]);
});

test("a region over several rows fills its rows; one over several columns stays where it is", async () => {
  const bytes = await written((sheet) => {
    sheet.addRow(["大标题"]);
    sheet.addRow(["单位", "名称", "类别"]);
    for (const name of ["一", "二", "三"]) sheet.addRow(["甲店", name, "场地"]);
    sheet.addRow(["合计"]);
    sheet.mergeCells("A1:C1");
    sheet.mergeCells("A3:A5");
    sheet.mergeCells("C4:C9");
    sheet.mergeCells("A6:B6");
  });
  expect(await readCells(bytes)).toEqual([
    ["大标题"],
    ["单位", "名称", "类别"],
    ["甲店", "一", "场地"],
    ["甲店", "二", "场地"],
    ["甲店", "三", "场地"],
    ["合计", "", "场地"],
  ]);
});

test("hidden sheets are passed over, hidden rows are not, and one sheet can be asked for", async () => {
  const bytes = await written((sheet, workbook) => {
    sheet.addRow(["甲"]).hidden = true;
    workbook.addWorksheet("暗", { state: "hidden" }).addRow(["乙"]);
    workbook.addWorksheet("深", { state: "veryHidden" }).addRow(["乙"]);
    workbook.addWorksheet("二").addRow(["丙"]);
  });
  const named = async (sheet: string | null): Promise<unknown> =>
    (await readSheets(bytes, { sheet })).map(({ name, records }) => [name, records[0]?.cells]);
  expect(await named(null)).toEqual([
    ["清单", ["甲"]],
    ["二", ["丙"]],
  ]);
  expect(await named("二")).toEqual([["二", ["丙"]]]);
  expect(await named("2")).toEqual([["二", ["丙"]]]);
  await expect(named("暗")).rejects.toMatchObject({ code: "SHEET_NOT_FOUND" });
});

test("other producers' ways are read: prefixes, no references, phonetic runs, escapes, other part names", async () => {
  const rows =
    '<x:row><x:c t="inlineStr"><x:is><x:r><x:t>东</x:t></x:r><x:rPh sb="0" eb="1"><x:t>dōng</x:t></x:rPh></x:is></x:c>' +
    '<x:c t="s"><x:v>0</x:v></x:c><x:c t="d"><x:v>2026-09-01T00:00:00</x:v></x:c></x:row>' +
    '<x:row r="7"><x:c r="C7" t="str"><x:f>A1</x:f><x:v>a_x000D_&amp;b</x:v></x:c></x:row>';
  const bytes = workbookOf({
    sheet: `<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:dimension ref="A1:XFD1048576"/><x:sheetData>${rows}</x:sheetData></x:worksheet>`,
    strings: "<sst><si><r><t>一</t></r><r><t xml:space='preserve'> 二</t></r></si></sst>",
  });
  const [sheet] = await readSheets(bytes);
  expect(sheet?.records).toEqual([
    { number: 1, cells: ["东", "一 二", "2026-09-01"] },
    { number: 7, cells: ["", "", "a\r&b"] },
  ]);
});

test.each(["商户组资源清单汇总.xlsx", "白云社区需求清单_待清洗.xlsx"])(
  "%s, as it was sent, is read",
  async (name) => {
    const [sheet, ...others] = await readSheets(readFileSync(join(FOLDER, name)));
    const cells = (row: number): readonly string[] =>
      sheet?.records.find(({ number }) => number === row)?.cells ?? [];
    if (others.length > 0) {
      expect(others.map((other) => other.name)).toEqual(["填写说明"]);
      expect([cells(18)[1], cells(21)[2], cells(25)]).toEqual(["宁国市惠邻生活超市有限公司", "理发", []]);
    } else {
      expect([cells(6)[6], cells(14)[13], cells(16)[6], cells(24)[4]]).toEqual([
        "2026-09-08",
        "5635550281",
        "46266",
        "#N/A",
      ]);
      expect([cells(18)[4], cells(28), cells(29)[11]]).toEqual(["１", ["24"], "10524"]);
    }
  },
);

const sheetData = (rows: string): string => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;
const cell = (reference: string): string => `<row><c r="${reference}"><v>1</v></c></row>`;

test.each<[what: string, bytes: () => Buffer, code: string]>([
  ["a bomb of one part", () => workbookOf({ sheet: sheetData(" ".repeat(60_000_000)) }), "XLSX_TOO_LARGE"],
  [
    "a bomb that lies about its size",
    () => workbookOf({ sheet: sheetData(" ".repeat(60_000_000)), claims: 1_000 }),
    "XLSX_BROKEN",
  ],
  [
    "a document type",
    () => workbookOf({ sheet: `<!DOCTYPE x [<!ENTITY a "aaaa">]>${sheetData("")}` }),
    "XLSX_BROKEN",
  ],
  ["an entity", () => workbookOf({ sheet: sheetData("<row><c><v>&a;</v></c></row>") }), "XLSX_BROKEN"],
  ["a column no sheet has", () => workbookOf({ sheet: sheetData(cell("XFE1")) }), "XLSX_BROKEN"],
  ["an absurd reference", () => workbookOf({ sheet: sheetData(cell("AAAAAAAAA1")) }), "XLSX_BROKEN"],
  ["a row no sheet has", () => workbookOf({ sheet: sheetData('<row r="1048577"/>') }), "XLSX_BROKEN"],
  ["rows in disorder", () => workbookOf({ sheet: sheetData('<row r="2"/><row r="1"/>') }), "XLSX_BROKEN"],
  ["a column beyond 200", () => workbookOf({ sheet: sheetData(cell("GS1")) }), "TOO_MANY_COLUMNS"],
  [
    "a text that is not there",
    () => workbookOf({ sheet: sheetData('<row><c t="s"><v>7</v></c></row>') }),
    "XLSX_BROKEN",
  ],
  ["XML that is cut off", () => workbookOf({ sheet: "<worksheet><sheetData><row>" }), "XLSX_BROKEN"],
  ["XML that is too deep", () => workbookOf({ sheet: "<a>".repeat(1_000) }), "XLSX_BROKEN"],
  [
    "too many merged regions",
    () => workbookOf({ sheet: sheetData("") + '<mergeCell ref="A1:A2"/>'.repeat(20_001) }),
    "XLSX_TOO_LARGE",
  ],
  [
    "a text of 32 KB that every cell shares",
    () =>
      workbookOf({
        sheet: sheetData(`<row>${'<c t="s"><v>0</v></c>'.repeat(40)}</row>`),
        strings: `<sst><si><t>${"x".repeat(32_767)}</t></si></sst>`,
      }),
    "RECORD_TOO_LONG",
  ],
  [
    "too many parts",
    () => zip(Array.from({ length: 2_001 }, (_, i) => ({ name: `p${i}`, bytes: Buffer.alloc(0) }))),
    "XLSX_TOO_LARGE",
  ],
  [
    "a package that is no workbook",
    () => zip([{ name: "a.txt", bytes: Buffer.from("a") }]),
    "FILE_TYPE_UNSUPPORTED",
  ],
  ["half a workbook", () => workbookOf({ sheet: sheetData("") }).subarray(0, 300), "FILE_TRUNCATED"],
  [
    "an old or an encrypted workbook",
    () => Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]),
    "FILE_TYPE_UNSUPPORTED",
  ],
])("%s is refused at once, without being held in memory", async (_what, make, code) => {
  const bytes = make();
  const before = process.memoryUsage.rss();
  const start = performance.now();
  await expect(readCells(bytes)).rejects.toMatchObject({ code });
  expect(performance.now() - start).toBeLessThan(1_000);
  expect(process.memoryUsage.rss() - before).toBeLessThan(50_000_000);
});

test("more than 500,000 rows are refused", async () => {
  const rows = Array.from({ length: 500_001 }, (_, i) => `<row><c><v>${i}</v></c></row>`).join("");
  await expect(readCells(workbookOf({ sheet: sheetData(rows) }))).rejects.toMatchObject({
    code: "TOO_MANY_ROWS",
  });
});

test("6,000 rows are read in a second", async () => {
  const bytes = await written((sheet) => {
    for (let i = 0; i < 6_000; i++) sheet.addRow(Array.from({ length: 15 }, (_, j) => `内容${i % 50}-${j}`));
  });
  let fastest = Infinity;
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    expect(await readCells(bytes)).toHaveLength(6_000);
    fastest = Math.min(fastest, performance.now() - start);
  }
  expect(fastest).toBeLessThan(1_000);
});

test("what the tests write and take apart is what was put in", () => {
  const parts = [{ name: "a/b.xml", bytes: Buffer.from("<a/>") }];
  expect(unzip(zip(parts))).toEqual(parts);
});

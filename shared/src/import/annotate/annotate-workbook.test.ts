import { buffer } from "node:stream/consumers";
import exceljs, { type CellValue, type Worksheet } from "exceljs";
import { sample } from "../../testing/sample-city.ts";
import type { ImportReport } from "../report.ts";
import { cellsUpload, type ListUpload } from "../sheet.ts";
import { uploadedBuffer } from "../testing/uploaded-buffer.ts";
import { annotatedLargeWorkbook } from "./annotate-large-workbook.ts";
import { annotateUpload } from "./annotate-upload.ts";
import { RowRemarks } from "./row-remarks.ts";
import { problemAt, reportOf } from "./testing/report-of.ts";

const SHEET = "需求清单";
const FILE = sample("as_sent/白云社区需求清单_待清洗.xlsx");
const ROWS = [...Array(23).keys()].map((i) => ({ sheet: SHEET, row: i + 4 }));

async function opened(bytes: Buffer): Promise<exceljs.Workbook> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load(bytes as never);
  return workbook;
}

async function annotated(file: Buffer, report: ImportReport): Promise<exceljs.Workbook> {
  const { stream, fileName } = await annotateUpload(uploadedBuffer(file), cellsUpload([], []), report);
  expect(fileName).toMatch(/_导入结果\.xlsx$/);
  return opened(await buffer(stream));
}

function sheetOf(workbook: exceljs.Workbook, name: string): Worksheet {
  const sheet = workbook.getWorksheet(name);
  if (!sheet) throw new Error(`There is no sheet ${name}.`);
  return sheet;
}

interface SentCell {
  readonly value: CellValue;
  readonly format: string;
  readonly font: unknown;
}

/** Everything that stands in a sheet, up to a column. */
function cellsOf(sheet: Worksheet, columns: number): Map<string, SentCell> {
  const cells = new Map<string, SentCell>();
  sheet.eachRow((row) => {
    row.eachCell((cell, column) => {
      if (column > columns) return;
      cells.set(cell.address, { value: cell.value, format: cell.numFmt, font: cell.font });
    });
  });
  return cells;
}

const REPORT = reportOf("XLSX", ROWS, {
  headingRow: 3,
  problems: [
    problemAt(9, "J", "“2026-13-05”不是存在的日期。", { sheet: SHEET }),
    problemAt(9, "E", "“数量”不清楚。", { sheet: SHEET, severity: "CORRECTED" }),
    problemAt(12, null, "与第 4 行重复。", { sheet: SHEET }),
    problemAt(3, "B", "认不出 B 列。", { sheet: SHEET, severity: "NOTICE" }),
  ],
  results: reportOf("XLSX", ROWS).results.map((result) =>
    result.row === 9 || result.row === 12 ? { ...result, verdict: "REJECT", outcome: null } : result,
  ),
});

test.each([
  ["白云社区需求清单_待清洗.xlsx", "需求清单"],
  ["商户组资源清单汇总.xlsx", "资源清单"],
])("%s comes back with every cell, format and merge as it was sent", async (name, sheetName) => {
  const file = sample(`as_sent/${name}`);
  const sent = await opened(file);
  const rows = [...Array(20).keys()].map((i) => ({ sheet: sheetName, row: i + 4 }));
  const got = await annotated(file, reportOf("XLSX", rows, { headingRow: 3 }));
  expect(got.worksheets.map((sheet) => sheet.name)).toEqual(sent.worksheets.map((sheet) => sheet.name));
  for (const sheet of sent.worksheets) {
    const annotatedSheet = sheetOf(got, sheet.name);
    const columns = sheet.columnCount;
    expect(cellsOf(sheet, columns).size).toBeGreaterThan(0);
    expect(cellsOf(annotatedSheet, columns)).toEqual(cellsOf(sheet, columns));
    expect(annotatedSheet.model.merges).toEqual(sheet.model.merges);
  }
});

test("two columns behind the last say what became of each row; titles, sums and notes get none", async () => {
  const sheet = sheetOf(await annotated(FILE, REPORT), SHEET);
  const at = sheetOf(await opened(FILE), SHEET).columnCount + 1;
  const added = (row: number): string[] => [at, at + 1].map((column) => sheet.getCell(row, column).text);
  expect(added(3)).toEqual(["导入结果", "问题与建议"]);
  expect(added(5)).toEqual(["收·新增", ""]);
  expect(added(9)).toEqual([
    "退回",
    "J 列：“2026-13-05”不是存在的日期。请改正；E 列：“数量”不清楚。请改正。",
  ]);
  expect(added(12)).toEqual(["退回", "与第 4 行重复。请改正。"]);
  expect(added(4)).toEqual(["收·新增", "全表：B 列：认不出 B 列。请改正。"]);
  for (const row of [1, 2, 27, 28, 29, 30]) expect(added(row).join("")).not.toMatch(/收|退回/);
});

test("a refused cell is red, a corrected one yellow, each says why in a comment, and no other cell changes", async () => {
  const sheet = sheetOf(await annotated(FILE, REPORT), SHEET);
  expect(sheet.getCell("J9").fill).toMatchObject({ fgColor: { argb: "FFFFC7CE" } });
  expect(sheet.getCell("E9").fill).toMatchObject({ fgColor: { argb: "FFFFEB9C" } });
  expect(JSON.stringify(sheet.getCell("J9").note)).toContain("不是存在的日期");
  expect(JSON.stringify(sheet.getCell("B3").note)).toContain("认不出 B 列");
  const shaded: string[] = [];
  const columns = sheetOf(await opened(FILE), SHEET).columnCount;
  sheet.eachRow((row) => {
    row.eachCell((cell, column) => {
      if (column <= columns && /C7CE|EB9C/.test(JSON.stringify(cell.fill))) shaded.push(cell.address);
    });
  });
  expect(shaded.sort()).toEqual(["B3", "E9", "J9"]);
});

test("a workbook that comes back corrected gets its columns anew, not two more", async () => {
  const first = await annotateUpload(uploadedBuffer(FILE), cellsUpload([], []), REPORT);
  const once = await buffer(first.stream);
  const clean = reportOf("XLSX", ROWS, { headingRow: 3 });
  const again = sheetOf(await annotated(once, clean), SHEET);
  const columns = sheetOf(await opened(FILE), SHEET).columnCount;
  expect(again.getCell(9, columns + 1).text).toBe("收·新增");
  expect(again.getCell(9, columns + 2).text).toBe("");
  expect(again.getCell(3, columns + 3).text).toBe("");
});

describe("a workbook that is too large to be held in memory", () => {
  function largeUpload(rows: number): ListUpload {
    return {
      hash: "",
      size: 0,
      open: () =>
        Promise.resolve({
          format: "XLSX" as const,
          encoding: null,
          sheets: (async function* () {
            yield await Promise.resolve({ name: SHEET, batches: batches(rows) });
            yield { name: "说明", batches: batches(2) };
          })(),
        }),
    };
  }

  async function* batches(rows: number): AsyncGenerator<{ number: number; cells: readonly string[] }[]> {
    yield await Promise.resolve([
      { number: 1, cells: ["大标题"] },
      { number: 3, cells: ["编号", "名称", ""] },
    ]);
    for (let row = 4; row < rows + 4; row += 1) yield [{ number: row, cells: [`${row}`, "=1+1", "轮椅"] }];
  }

  test("comes back as a new one with the values in their places and the results behind", async () => {
    const report = reportOf(
      "XLSX",
      [
        { sheet: SHEET, row: 4 },
        { sheet: SHEET, row: 6, verdict: "REJECT" },
      ],
      {
        headingRow: 3,
        problems: [problemAt(6, "A", "编号重复。", { sheet: SHEET })],
      },
    );
    const workbook = await opened(
      await buffer(await annotatedLargeWorkbook(largeUpload(4), new RowRemarks(report))),
    );
    const rowsOf = (name: string): unknown[] =>
      sheetOf(workbook, name)
        .getSheetValues()
        .map((row) => (Array.isArray(row) ? row.slice(1) : row));
    expect(rowsOf(SHEET).slice(1)).toEqual([
      ["大标题"],
      undefined,
      ["编号", "名称", undefined, "导入结果", "问题与建议"],
      ["4", "=1+1", "轮椅", "收·新增"],
      ["5", "=1+1", "轮椅"],
      ["6", "=1+1", "轮椅", "退回", "A 列：编号重复。请改正。"],
      ["7", "=1+1", "轮椅"],
    ]);
    expect(rowsOf("说明").slice(1)).toHaveLength(5);
    expect(JSON.stringify(rowsOf("说明"))).not.toContain("导入结果");
  });

  test("does not grow in memory with its rows", async () => {
    const report = reportOf("XLSX", [{ sheet: SHEET, row: 4 }], { headingRow: 3 });
    const watch = watchMemory();
    const stream = await annotatedLargeWorkbook(largeUpload(60_000), new RowRemarks(report));
    let bytes = 0;
    for await (const chunk of stream) bytes += (chunk as Buffer).length;
    expect(bytes).toBeGreaterThan(500_000);
    expect(watch.stop()).toBeLessThan(100);
  });
});

/** Until `stop`, which gives the most megabytes that were taken beyond those at the start. */
function watchMemory(): { stop(): number } {
  const before = process.memoryUsage().rss;
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  return {
    stop: () => {
      clearInterval(timer);
      return (most - before) / (1024 * 1024);
    },
  };
}

import { Workbook, type Cell, type Fill, type Worksheet } from "exceljs";
import type { UploadedFile } from "../uploaded-file.ts";
import type { ImportProblem } from "../report.ts";
import { RESULT_HEADINGS } from "./result-headings.ts";
import { described, type RowRemark, type RowRemarks } from "./row-remarks.ts";

const REFUSED: Fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FFFFC7CE" } };
const CORRECTED: Fill = { type: "pattern", pattern: "solid", fgColor: { argb: "FFFFEB9C" } };

/** Excel's own limit is 32,767; more than this no one reads in a comment. */
const LONGEST_NOTE = 1_000;

const LONGEST_CELL = 32_000;

/**
 * The sender's own workbook with two columns added to every sheet that was read as a list; cells that were
 * refused or corrected are shaded and say why in a comment. Nothing else changes. For small workbooks, that
 * are held in memory.
 */
export async function annotatedWorkbook(file: UploadedFile, remarks: RowRemarks): Promise<Buffer> {
  const workbook = new Workbook();
  await workbook.xlsx.load((await file.readAt(0, file.size)) as never);
  for (const name of remarks.sheets) {
    const sheet = workbook.worksheets.find((known) => known.name === name);
    if (sheet) annotateSheet(sheet, name, remarks);
  }
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

function annotateSheet(sheet: Worksheet, name: string | null, remarks: RowRemarks): void {
  const headingRow = remarks.headingRow(name);
  const [resultAt, textAt] = placesFor(sheet, headingRow);
  const heading = sheet.getRow(headingRow);
  RESULT_HEADINGS.forEach((text, i) => {
    const cell = heading.getCell(resultAt + i);
    cell.style = { ...heading.getCell(Math.max(1, resultAt - 1)).style };
    cell.value = text;
  });
  sheet.getColumn(resultAt).width = 14;
  sheet.getColumn(textAt).width = 60;
  for (const problem of remarks.ofHeading(name)) mark(sheet, headingRow, problem);

  sheet.eachRow((row, number) => {
    const remark = remarks.of(name, number);
    if (!remark) return;
    writeResult(row.getCell(resultAt), row.getCell(textAt), remark);
    for (const problem of remark.problems) mark(sheet, number, problem);
  });
}

function writeResult(result: Cell, text: Cell, remark: RowRemark): void {
  result.value = remark.verdict;
  text.value = remark.text.slice(0, LONGEST_CELL);
  text.style = { alignment: { wrapText: true, vertical: "top" } };
  const fill = remark.isRefused ? REFUSED : remark.problems.length > 0 ? CORRECTED : null;
  result.style = { alignment: { vertical: "top" }, ...(fill && { fill }) };
}

/** Styles and comments are shared between cells once they are read: a changed one is a new one. */
function mark(sheet: Worksheet, row: number, problem: ImportProblem): void {
  if (problem.column === null) return;
  const cell = sheet.getCell(`${problem.column}${row}`).master;
  cell.style = { ...cell.style, fill: problem.severity === "REFUSED" ? REFUSED : CORRECTED };
  const earlier = typeof cell.note === "string" ? cell.note : textOf(cell.note);
  cell.note = [earlier, described({ ...problem, column: null })]
    .filter((text) => text !== "")
    .join("\n")
    .slice(0, LONGEST_NOTE);
}

function textOf(note: Exclude<Cell["note"], string> | undefined): string {
  return (note?.texts ?? []).map(({ text }) => text).join("");
}

/** Behind the last column with content, or where an earlier report has put its own. */
function placesFor(sheet: Worksheet, headingRow: number): readonly [result: number, text: number] {
  let last = 0;
  sheet.eachRow((row) => {
    row.eachCell((cell, column) => {
      if (cell.value !== null && cell.master === cell) last = Math.max(last, column);
    });
  });
  const heading = sheet.getRow(headingRow);
  const isOurs = RESULT_HEADINGS.every((text, i) => heading.getCell(Math.max(1, last - 1 + i)).text === text);
  const at = isOurs ? last - 1 : last + 1;
  return [at, at + 1];
}

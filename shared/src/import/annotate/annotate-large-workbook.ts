import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import exceljs from "exceljs";
import type { ListUpload, Sheet } from "../sheet.ts";
import { RESULT_HEADINGS } from "./result-headings.ts";
import { type RowRemarks } from "./row-remarks.ts";

/** More columns than this no list has; a sheet with more gets its results behind them. */
const MOST_COLUMNS = 200;

/**
 * A new workbook with the values of a large one as they are displayed, and two columns added; styles and
 * merged cells stay behind. It is written to a file without a name, so that its size does not matter.
 */
export async function annotatedLargeWorkbook(upload: ListUpload, remarks: RowRemarks): Promise<Readable> {
  const widths = await widthsOf(upload);
  const path = join(tmpdir(), `gongjian-annotated-${randomUUID()}.xlsx`);
  const file = await open(path, "wx+", 0o600);
  try {
    const written = file.createWriteStream({ autoClose: false });
    await unlink(path);
    await write(upload, remarks, widths, written);
    return createReadStream("", { fd: file.fd, start: 0, autoClose: false }).once("close", () => {
      void file.close();
    });
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Of every sheet in their order, read in a pass of its own so that the results stand in one column. */
async function widthsOf(upload: ListUpload): Promise<number[]> {
  const widths: number[] = [];
  for await (const sheet of (await upload.open()).sheets) {
    let width = 0;
    for await (const records of sheet.batches) {
      for (const { cells } of records) {
        const last = cells.findLastIndex((cell) => cell !== "") + 1;
        if (last <= MOST_COLUMNS) width = Math.max(width, last);
      }
    }
    widths.push(width);
  }
  return widths;
}

async function write(
  upload: ListUpload,
  remarks: RowRemarks,
  widths: readonly number[],
  written: NodeJS.WritableStream,
): Promise<void> {
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({ stream: written as never, useStyles: false });
  let index = 0;
  for await (const sheet of (await upload.open()).sheets) {
    await writeSheet(workbook, sheet, widths[index] ?? 0, remarks);
    index += 1;
  }
  await workbook.commit();
}

async function writeSheet(
  workbook: exceljs.stream.xlsx.WorkbookWriter,
  sheet: Sheet,
  width: number,
  remarks: RowRemarks,
): Promise<void> {
  const target = workbook.addWorksheet(sheet.name ?? undefined);
  const headingRow = remarks.headingRow(sheet.name);
  const isList = remarks.sheets.includes(sheet.name);
  for await (const records of sheet.batches) {
    for (const { number, cells } of records) {
      const row = target.getRow(number);
      cells.forEach((cell, i) => {
        if (cell !== "") row.getCell(i + 1).value = cell;
      });
      const remark = remarks.of(sheet.name, number);
      const added =
        isList && number === headingRow ? RESULT_HEADINGS : remark && [remark.verdict, remark.text];
      const at = Math.max(width, cells.length > MOST_COLUMNS ? cells.length : 0);
      added?.forEach((text, i) => {
        row.getCell(at + i + 1).value = text;
      });
      row.commit();
    }
    // The zip is written while others have their turn.
    await new Promise(setImmediate);
  }
  target.commit();
}

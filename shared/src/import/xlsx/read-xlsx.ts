import { ImportRefused } from "../import-refused.ts";
import type { Sheet } from "../sheet.ts";
import { RECORDS_PER_BATCH, type SheetRecord } from "../sheet-record.ts";
import type { UploadedFile } from "../uploaded-file.ts";
import { readTallRegions } from "./merged-cells.ts";
import { SheetRows } from "./sheet-rows.ts";
import { readWorkbook, type Workbook, type WorkbookSheet } from "./workbook.ts";
import { XmlReader } from "./xml.ts";
import { ZipParts } from "./zip-parts.ts";

/** How many names a refusal lists. */
const MOST_NAMED = 20;

/**
 * The visible sheets of a workbook, or the one that is asked for by name or by number from 1.
 *
 * @throws FILE_TYPE_UNSUPPORTED, FILE_TRUNCATED, XLSX_BROKEN, XLSX_TOO_LARGE, SHEET_NOT_FOUND,
 * TOO_MANY_ROWS, TOO_MANY_COLUMNS
 */
export async function* readXlsx(file: UploadedFile, wanted: string | null): AsyncGenerator<Sheet> {
  const parts = await ZipParts.open(file);
  const workbook = await readWorkbook(parts);
  for (const sheet of chosenSheets(workbook.sheets, wanted)) {
    yield { name: sheet.name, batches: rowsOf(parts, workbook, sheet) };
  }
}

function chosenSheets(sheets: readonly WorkbookSheet[], wanted: string | null): readonly WorkbookSheet[] {
  if (wanted === null) return sheets;
  const sheet = sheets.find(({ name }) => name.trim() === wanted.trim()) ?? sheets[Number(wanted) - 1];
  if (sheet) return [sheet];
  const names = sheets.slice(0, MOST_NAMED).map(({ name }) => `“${name}”`);
  throw new ImportRefused(
    "SHEET_NOT_FOUND",
    `工作簿里没有工作表“${wanted.slice(0, 100)}”，可用的有：${names.join("、")}。`,
  );
}

async function* rowsOf(
  parts: ZipParts,
  workbook: Workbook,
  { part }: WorkbookSheet,
): AsyncGenerator<readonly SheetRecord[]> {
  const rows = new SheetRows(workbook, await readTallRegions(parts.read(part)));
  const reader = new XmlReader(rows);
  for await (const chunk of parts.read(part)) {
    reader.write(chunk);
    if (rows.waiting >= RECORDS_PER_BATCH) yield* inBatches(rows.take());
  }
  reader.end();
  yield* inBatches(rows.take());
}

function* inBatches(records: readonly SheetRecord[]): Generator<readonly SheetRecord[]> {
  for (let start = 0; start < records.length; start += RECORDS_PER_BATCH) {
    yield records.slice(start, start + RECORDS_PER_BATCH);
  }
}

/**
 * A resource list of one unit as units send it, the same for the same seed: own numbers, categories by code,
 * name or alias, dates in several spellings, quantities with and without their measure.
 *
 *   npx tsx --conditions=development bench/import/generate.ts FILE [--rows 100000] [--seed 1] [--dirty 0.02]
 *     [--format csv|xlsx]
 */
import { once } from "node:events";
import { createWriteStream, statSync } from "node:fs";
import { finished } from "node:stream/promises";
import { parseArgs } from "node:util";
import exceljs from "exceljs";
import { HEADINGS, listRow, type ListRow } from "./list-row.ts";
import { Random } from "../../shared/src/testing/random.ts";
import { spoiled } from "./spoil.ts";

export interface GeneratedList {
  readonly rows: number;
  readonly seed: number;
  /** Share of rows with a typical error, 0 to 1. Of these, 5 in 13 are to be refused. */
  readonly dirtyShare: number;
  readonly format: "csv" | "xlsx";
}

/** How many rows are written at once, and so held in memory. */
const ROWS_AT_ONCE = 500;

const WIDTHS = [14, 16, 28, 60] as const;

/** Writes the list to a file; memory does not grow with the rows. */
export async function generateList(path: string, list: GeneratedList): Promise<void> {
  await (list.format === "csv" ? writeCsv(path, list) : writeXlsx(path, list));
}

/** The rows as they stand in the file, without the heading. */
export function* rowsOf({ rows, seed, dirtyShare }: GeneratedList): Generator<ListRow> {
  for (let number = 1; number <= rows; number += 1) {
    const row = listRow(seed, number);
    const random = new Random(~seed * 7_919 + number);
    yield random.chance(dirtyShare) ? spoiled(row, random) : row;
  }
}

async function writeCsv(path: string, list: GeneratedList): Promise<void> {
  const file = createWriteStream(path);
  let lines = [HEADINGS.join(",")];
  const flush = async (): Promise<void> => {
    const isTaken = file.write(`${lines.join("\r\n")}\r\n`);
    lines = [];
    if (!isTaken) await once(file, "drain");
  };
  for (const row of rowsOf(list)) {
    lines.push(HEADINGS.map((heading) => quoted(row[heading])).join(","));
    if (lines.length === ROWS_AT_ONCE) await flush();
  }
  if (lines.length > 0) await flush();
  file.end();
  await finished(file);
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** With two title rows above the heading, numbers as numbers, as a unit's own form has it. */
async function writeXlsx(path: string, list: GeneratedList): Promise<void> {
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({ filename: path, useStyles: true });
  const sheet = workbook.addWorksheet("资源清单");
  sheet.columns = HEADINGS.map((_heading, i) => ({ width: WIDTHS[i] ?? 12 }));
  sheet.mergeCells(1, 1, 1, HEADINGS.length);
  sheet.getCell(1, 1).value = "共建资源清单";
  sheet.getCell(2, 1).value = "填报日期：2026年9月3日";
  sheet.addRow([...HEADINGS]).commit();
  let written = 0;
  for (const row of rowsOf(list)) {
    sheet.addRow(HEADINGS.map((heading) => cellOf(heading, row[heading]))).commit();
    written += 1;
    if (written % ROWS_AT_ONCE === 0) await new Promise(setImmediate);
  }
  await workbook.commit();
}

function cellOf(heading: string, text: string): string | number | null {
  if (text === "") return null;
  return (heading === "数量" || heading === "提前天数") && /^\d+$/.test(text) ? Number(text) : text;
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      rows: { type: "string", default: "100000" },
      seed: { type: "string", default: "1" },
      dirty: { type: "string", default: "0.02" },
      format: { type: "string", default: "csv" },
    },
  });
  const [path] = positionals;
  if (path === undefined)
    throw new Error("用法 Usage: generate.ts FILE [--rows] [--seed] [--dirty] [--format]");
  await generateList(path, {
    rows: Number(values.rows),
    seed: Number(values.seed),
    dirtyShare: Number(values.dirty),
    format: values.format === "xlsx" ? "xlsx" : "csv",
  });
  console.log(`${path}: ${values.rows} rows, ${statSync(path).size} bytes`);
}

if (require.main === module) void main();

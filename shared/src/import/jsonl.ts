import { JsonRecords } from "./jsonl/json-records.ts";
import { arrayElements, lines, type JsonText } from "./jsonl/json-texts.ts";
import type { ImportProblem } from "./report.ts";
import type { Sheet } from "./sheet.ts";
import { RECORDS_PER_BATCH, type SheetRecord } from "./sheet-record.ts";

/** How a file lays out its objects. */
export type JsonLayout = "LINES" | "ARRAY";

/** The layout of a text that begins so; null if it is no JSON objects. */
export function jsonLayoutOf(beginning: string): JsonLayout | null {
  if (/^\s*\{\s*["}]/.test(beginning)) return "LINES";
  return /^\s*\[\s*\{/.test(beginning) ? "ARRAY" : null;
}

/**
 * Reads JSON objects as a sheet whose heading is the objects' keys.
 *
 * @throws JSON_BROKEN, JSON_VALUE, FILE_TRUNCATED, RECORD_TOO_LONG, TOO_MANY_COLUMNS
 */
export function readJson(text: AsyncIterable<string>, layout: JsonLayout): Sheet {
  const notices: ImportProblem[] = [];
  const records = new JsonRecords(layout === "ARRAY" ? "个对象" : "行", notices);
  const objects = layout === "ARRAY" ? arrayElements(text) : lines(text);
  return { name: null, notices, batches: batchesOf(objects, records) };
}

async function* batchesOf(
  objects: AsyncIterable<readonly JsonText[]>,
  records: JsonRecords,
): AsyncGenerator<readonly SheetRecord[]> {
  for await (const texts of objects) yield* inBatches(records.add(texts));
  yield [...records.settle()];
}

/** Other requests get their turn between two batches. */
async function* inBatches(records: Iterable<SheetRecord>): AsyncGenerator<readonly SheetRecord[]> {
  let batch: SheetRecord[] = [];
  for (const record of records) {
    batch.push(record);
    if (batch.length < RECORDS_PER_BATCH) continue;
    yield batch;
    batch = [];
    await new Promise(setImmediate);
  }
  if (batch.length > 0) yield batch;
}

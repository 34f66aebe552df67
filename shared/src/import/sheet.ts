import { createHash } from "node:crypto";
import { readCsv } from "./csv.ts";
import { decodedText, detectEncoding, headOf, type Encoding } from "./decode.ts";
import { isPackage } from "./file-format.ts";
import { jsonLayoutOf, readJson } from "./jsonl.ts";
import type { ImportProblem } from "./report.ts";
import { isBlank, RECORDS_PER_BATCH, type SheetRecord } from "./sheet-record.ts";
import type { UploadedFile } from "./uploaded-file.ts";
import { readXlsx } from "./xlsx/read-xlsx.ts";

/** One table of an upload, read once from its first row to its last. */
export interface Sheet {
  /** The name of a workbook's sheet; null for formats that have none. */
  readonly name: string | null;
  /** At most `RECORDS_PER_BATCH` records each; wholly blank records are left out. */
  readonly batches: AsyncIterable<readonly SheetRecord[]>;
  /** What the reader has to say; complete when the batches have been read. */
  readonly notices?: readonly ImportProblem[];
}

export type UploadFormat = "CSV" | "XLSX" | "JSONL" | "CELLS";

/** What a reader makes of an upload, whatever its format. */
export interface OpenUpload {
  readonly format: UploadFormat;
  /** Null for formats that fix their own. */
  readonly encoding: Encoding | null;
  /** One after the other: a sheet's batches must be read, or given up, before the next sheet is asked for. */
  readonly sheets: AsyncIterable<Sheet>;
}

/** A file or a table of cells on its way in. */
export interface ListUpload {
  /** Covers everything that decides what is read. */
  readonly hash: string;
  /** Bytes; 0 for cells. */
  readonly size: number;
  /** @throws ImportRefused, as do the sheets and batches when they are read */
  open(): Promise<OpenUpload>;
}

/** What a sender may say about a file. */
export interface UploadHints {
  readonly encoding?: Encoding | null;
  /** Name of a workbook's sheet, or its number from 1. */
  readonly sheet?: string | null;
}

/** A file as it was sent; its format is recognised by its content. */
export function fileUpload(file: UploadedFile, given: UploadHints = {}): ListUpload {
  const { encoding = null, sheet = null } = given;
  return {
    hash: `${file.hash}:${encoding ?? ""}:${sheet ?? ""}`,
    size: file.size,
    open: () => openFile(file, encoding, sheet),
  };
}

/** Bytes that tell the type of a file, and characters that tell whether its text is JSON. */
const HEAD_BYTES = 16;
const BEGINNING = 100;

async function openFile(
  file: UploadedFile,
  given: Encoding | null,
  wanted: string | null,
): Promise<OpenUpload> {
  if (isPackage(await headOf(file, HEAD_BYTES))) {
    return { format: "XLSX", encoding: null, sheets: readXlsx(file, wanted) };
  }
  const encoding = await detectEncoding(file, given);
  const text = (): AsyncGenerator<string> => decodedText(file, encoding, given !== null);
  const layout = jsonLayoutOf(await beginningOf(text()));
  return layout === null
    ? { format: "CSV", encoding, sheets: only({ name: null, batches: readCsv(text()) }) }
    : { format: "JSONL", encoding, sheets: only(readJson(text(), layout)) };
}

/** The first characters; a fault further on is met when the text is read. */
async function beginningOf(text: AsyncIterable<string>): Promise<string> {
  let beginning = "";
  for await (const part of text) {
    beginning = (beginning + part).trimStart();
    if (beginning.length >= BEGINNING) break;
  }
  return beginning;
}

/** A heading and rows that were sent as cells, without a file. */
export function cellsUpload(heading: readonly string[], rows: readonly (readonly string[])[]): ListUpload {
  return {
    hash: createHash("sha256")
      .update(JSON.stringify([heading, rows]))
      .digest("hex"),
    size: 0,
    open: () =>
      Promise.resolve({
        format: "CELLS",
        encoding: null,
        sheets: only({ name: null, batches: batchesOf([heading, ...rows]) }),
      }),
  };
}

async function* only(sheet: Sheet): AsyncGenerator<Sheet> {
  yield await Promise.resolve(sheet);
}

async function* batchesOf(rows: readonly (readonly string[])[]): AsyncGenerator<readonly SheetRecord[]> {
  for (let start = 0; start < rows.length; start += RECORDS_PER_BATCH) {
    const records = rows
      .slice(start, start + RECORDS_PER_BATCH)
      .map((cells, i) => ({ number: start + i + 1, cells }))
      .filter(({ cells }) => !isBlank(cells));
    if (records.length > 0) yield await Promise.resolve(records);
  }
}

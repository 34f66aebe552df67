import { Readable } from "node:stream";
import { encodingNamed, type Encoding } from "../decode.ts";
import type { ImportReport } from "../report.ts";
import type { ListUpload } from "../sheet.ts";
import type { UploadedFile } from "../uploaded-file.ts";
import { annotatedCsv } from "./annotate-csv.ts";
import { annotatedJsonArray, annotatedJsonLines, jsonLayout } from "./annotate-json.ts";
import { annotatedLargeWorkbook } from "./annotate-large-workbook.ts";
import { annotatedWorkbook } from "./annotate-workbook.ts";
import { RowRemarks } from "./row-remarks.ts";
import { isSmallWorkbook } from "./small-workbook.ts";

/** A file to be sent back. */
export interface AnnotatedUpload {
  readonly contentType: string;
  /** The sender's file name with 导入结果 added. */
  readonly fileName: string;
  readonly stream: Readable;
}

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/**
 * The sender's own file with a column of results and one of problems added, in the format it came in. What
 * was sent is not changed. Personal data is the sender's own and stays: give it to nobody else.
 *
 * @param upload the same file as the import read it
 */
export async function annotateUpload(
  file: UploadedFile,
  upload: ListUpload,
  report: ImportReport,
): Promise<AnnotatedUpload> {
  const remarks = new RowRemarks(report);
  switch (report.format) {
    case "CSV":
      return {
        contentType: "text/csv; charset=utf-8",
        fileName: fileNameOf(report, "csv"),
        stream: Readable.from(utf8(annotatedCsv(file, encodingOf(report), remarks)), { objectMode: false }),
      };
    case "JSONL":
      return annotatedJson(file, remarks, report);
    case "XLSX":
      return {
        contentType: XLSX,
        fileName: fileNameOf(report, "xlsx"),
        stream: await workbookOf(file, upload, remarks, report),
      };
    default:
      throw new Error(`Nothing was sent that could be given back: ${report.format}.`);
  }
}

async function annotatedJson(
  file: UploadedFile,
  remarks: RowRemarks,
  report: ImportReport,
): Promise<AnnotatedUpload> {
  const encoding = encodingOf(report);
  const isArray = (await jsonLayout(file, encoding)) === "ARRAY";
  const texts = (isArray ? annotatedJsonArray : annotatedJsonLines)(file, encoding, remarks);
  return {
    contentType: isArray ? "application/json; charset=utf-8" : "application/x-ndjson; charset=utf-8",
    fileName: fileNameOf(report, isArray ? "json" : "jsonl"),
    stream: Readable.from(utf8(texts), { objectMode: false }),
  };
}

async function workbookOf(
  file: UploadedFile,
  upload: ListUpload,
  remarks: RowRemarks,
  report: ImportReport,
): Promise<Readable> {
  if (await isSmallWorkbook(file, report.counts.total)) {
    const bytes = await annotatedWorkbook(file, remarks).catch(() => null);
    // A workbook that our own reader takes may still hold what the library for styles cannot read.
    if (bytes) return Readable.from(bytes, { objectMode: false });
  }
  return annotatedLargeWorkbook(upload, remarks);
}

function encodingOf({ encoding }: ImportReport): Encoding {
  return encodingNamed(encoding ?? "UTF-8") ?? "UTF-8";
}

async function* utf8(texts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const text of texts) yield Buffer.from(text, "utf8");
}

function fileNameOf({ fileName, list }: ImportReport, extension: string): string {
  const base = (fileName ?? list).replace(/\.[^.]*$/u, "").replace(/[\p{C}\\/:*?"<>|]+/gu, "_");
  return `${Array.from(base).slice(0, 100).join("") || list}_导入结果.${extension}`;
}

import type { Encoding } from "../decode.ts";
import type { ImportProgress } from "../import-list.ts";
import type { ImportMode, ImportRows } from "../report.ts";
import type { Viewer } from "../../viewer.ts";

/** An uploaded file with everything that was said about it; plain data, so that it can change threads. */
export interface ImportJob {
  readonly list: string;
  readonly file: { readonly fd: number; readonly size: number; readonly hash: string };
  readonly viewer: Viewer;
  /** The parameter `unit` as sent: id, USCC or name. */
  readonly unit: string | null;
  readonly fileName: string | null;
  readonly encoding: Encoding | null;
  /** Name or number of a workbook's sheet. */
  readonly sheet: string | null;
  readonly mode: ImportMode;
  readonly rows: ImportRows;
  readonly dryRun: boolean;
  /** Only checks the file, for anybody. */
  readonly isCheck?: boolean;
  readonly idempotencyKey: string | null;
  /** The parameter `mapping` as sent: JSON of heading → field. */
  readonly mapping: string | null;
  /** The mapping is to be kept for the unit's next upload. */
  readonly rememberMapping: boolean;
  /** An open file for the sender's own sheet with the results beside it; null: the report is enough. */
  readonly sheetFd: number | null;
}

export interface AnsweredSheet {
  readonly contentType: string;
  readonly fileName: string;
}

export interface ImportAnswer {
  /** UTF-8 JSON, as `ImportReport` describes it. */
  readonly report: Buffer;
  /** What was written to `sheetFd`. */
  readonly sheet: AnsweredSheet | null;
}

/** Runs imports somewhere. */
export interface ImportRunner {
  /** @throws ImportRefused, or what nobody foresaw */
  run(job: ImportJob, onProgress: (progress: ImportProgress) => void): Promise<ImportAnswer>;
  stop(): Promise<void>;
}

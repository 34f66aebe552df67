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
}

/** Runs imports somewhere. */
export interface ImportRunner {
  /** @returns the report, UTF-8 JSON. @throws ImportRefused, or what nobody foresaw */
  run(job: ImportJob, onProgress: (progress: ImportProgress) => void): Promise<Buffer>;
  stop(): Promise<void>;
}

import type { ImportProgress } from "../import-list.ts";
import type { AnsweredSheet, ImportJob } from "./import-job.ts";

/** What a worker is started with. */
export interface WorkerStart {
  /** Absolute path of a module that exports `publishedLists`. */
  readonly listsModule: string;
  readonly databaseUrl: string;
}

export interface WorkerRequest {
  readonly id: number;
  readonly job: ImportJob;
}

export type WorkerAnswer =
  | { readonly id: number; readonly progress: ImportProgress }
  | { readonly id: number; readonly report: Uint8Array; readonly sheet: AnsweredSheet | null }
  | { readonly id: number; readonly refused: { code: string; message: string; status: number } }
  | { readonly id: number; readonly failed: string };

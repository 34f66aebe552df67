import { isUUID } from "class-validator";
import type { DataSource } from "typeorm";
import type { Clock } from "../../clock.ts";
import { readableFile, writeTo } from "../../spooled-file.ts";
import { annotateUpload } from "../annotate/annotate-upload.ts";
import { checkList } from "../check-list.ts";
import { importList, type ImportProgress } from "../import-list.ts";
import { ImportRefused } from "../import-refused.ts";
import type { ListDefinition } from "../list-definition.ts";
import type { ImportReport } from "../report.ts";
import { parseMapping } from "../saved-mapping/parse-mapping.ts";
import { fileUpload, type ListUpload } from "../sheet.ts";
import type { ImportAnswer, ImportJob } from "./import-job.ts";

/** What a thread needs to run imports. */
export interface ImportWorkshop {
  readonly lists: readonly ListDefinition[];
  readonly db: DataSource;
  readonly clock: Clock;
}

/** Runs one import in this thread. */
export async function runImport(
  job: ImportJob,
  workshop: ImportWorkshop,
  onProgress: (progress: ImportProgress) => void,
): Promise<ImportAnswer> {
  const { fd, size, hash } = job.file;
  const file = { ...readableFile(fd), size, hash };
  const upload = fileUpload(file, { encoding: job.encoding, sheet: job.sheet });
  const report = await reportOf(job, upload, workshop, onProgress);
  if (job.sheetFd === null) return { report, sheet: null };
  const annotated = await annotateUpload(file, upload, JSON.parse(report.toString("utf8")) as ImportReport);
  await writeTo(job.sheetFd, annotated.stream);
  const { contentType, fileName } = annotated;
  return { report, sheet: { contentType, fileName } };
}

async function reportOf(
  job: ImportJob,
  upload: ListUpload,
  { lists, db, clock }: ImportWorkshop,
  onProgress: (progress: ImportProgress) => void,
): Promise<Buffer> {
  const definition = lists.find(({ name }) => name === job.list);
  if (!definition) throw new ImportRefused("UNKNOWN_LIST", "没有这个名称的清单。", 404);
  const { unit, viewer, fileName, mode, rows, dryRun, idempotencyKey, rememberMapping } = job;
  const unitId = unit === null ? null : await findUnit(definition, db, unit);
  if (job.isCheck) return checkList(db, definition, upload, { clock, unitId, fileName, onProgress });
  return importList(db, definition, upload, {
    viewer,
    clock,
    unitId,
    fileName,
    mode,
    rows,
    dryRun,
    idempotencyKey,
    mapping: job.mapping === null ? null : parseMapping(job.mapping, definition),
    rememberMapping,
    onProgress,
  });
}

/** A unit's id, or what else the list's own subgraph can find it by. */
async function findUnit(definition: ListDefinition, db: DataSource, unit: string): Promise<string> {
  if (isUUID(unit)) return unit.toLowerCase();
  const id = (await definition.findUnit?.(db, unit)) ?? null;
  if (id === null) throw new ImportRefused("UNKNOWN_UNIT", "参数 unit 指的单位不存在。", 404);
  return id;
}

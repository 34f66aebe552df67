import { isUUID } from "class-validator";
import type { DataSource } from "typeorm";
import type { Clock } from "../../clock.ts";
import { readableFile } from "../../spooled-file.ts";
import { checkList } from "../check-list.ts";
import { importList, type ImportProgress } from "../import-list.ts";
import { ImportRefused } from "../import-refused.ts";
import type { ListDefinition } from "../list-definition.ts";
import { fileUpload } from "../sheet.ts";
import type { ImportJob } from "./import-job.ts";

/** What a thread needs to run imports. */
export interface ImportWorkshop {
  readonly lists: readonly ListDefinition[];
  readonly db: DataSource;
  readonly clock: Clock;
}

/** Runs one import in this thread. @returns the report, UTF-8 JSON */
export async function runImport(
  job: ImportJob,
  { lists, db, clock }: ImportWorkshop,
  onProgress: (progress: ImportProgress) => void,
): Promise<Buffer> {
  const definition = lists.find(({ name }) => name === job.list);
  if (!definition) throw new ImportRefused("UNKNOWN_LIST", "没有这个名称的清单。", 404);
  const { fd, size, hash } = job.file;
  const { encoding, sheet, unit, viewer, fileName, mode, rows, dryRun, idempotencyKey } = job;
  const upload = fileUpload({ ...readableFile(fd), size, hash }, { encoding, sheet });
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

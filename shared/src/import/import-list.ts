import { createHash } from "node:crypto";
import type { DataSource, EntityManager } from "typeorm";
import type { Clock } from "../clock.ts";
import { asViewer } from "../database/viewer-transaction.ts";
import { newId } from "../id.ts";
import { may, type Viewer } from "../viewer.ts";
import { buildReport } from "./build-report.ts";
import { IMPORT_LIMITS } from "./import-limits.ts";
import { ImportRefused } from "./import-refused.ts";
import { ImportLog } from "./import-log.ts";
import { rememberReport, reportOfKey } from "./import-request.ts";
import { ImportSession, type ImportScope, type ListDefinition } from "./list-definition.ts";
import type { ListLayout } from "./layout.ts";
import { lockList } from "./lock-list.ts";
import { publishRows } from "./publish-rows.ts";
import { RowReader } from "./read-rows.ts";
import type { ImportMode, ImportReport, ImportRows } from "./report.ts";
import { recordUnits, writtenUnits } from "./revisions/publication-units.ts";
import { rememberMapping, savedMappingOf } from "./saved-mapping/mapping-store.ts";
import type { SavedMapping } from "./saved-mapping.ts";
import type { ListUpload, OpenUpload, UploadFormat } from "./sheet.ts";
import { enterTurn } from "./turns.ts";

export interface ImportOptions {
  readonly viewer: Viewer;
  readonly clock: Clock;
  /** Default: the viewer's own unit. */
  readonly unitId?: string | null;
  readonly fileName?: string | null;
  /** Default: merge. */
  readonly mode?: ImportMode;
  /** Default: good. */
  readonly rows?: ImportRows;
  readonly dryRun?: boolean;
  readonly idempotencyKey?: string | null;
  /** Which heading fills which field, where the sender has said so. */
  readonly mapping?: SavedMapping | null;
  /** Keeps that for the unit's next upload. */
  readonly rememberMapping?: boolean;
  /** Called after each batch. */
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** How far an import is. */
export interface ImportProgress {
  /** Rows that are done. */
  readonly rows: number;
  readonly refused: number;
}

/**
 * Publishes one list in one transaction, or says why not. A dry run does the same and keeps nothing. Reads
 * and stores in batches, so that memory does not grow with the upload.
 *
 * @returns the report as UTF-8 JSON, as `ImportReport` describes it
 * @throws ImportRefused for a file that cannot be read as this list; FORBIDDEN as the definition says
 */
export async function importList<V extends object>(
  db: DataSource,
  definition: ListDefinition<V>,
  upload: ListUpload,
  options: ImportOptions,
): Promise<Buffer> {
  const log = new ImportLog();
  const scope = scopeOf(options, log);
  definition.authorise(scope);
  const said = options.mapping ?? null;
  const inputHash = hashOf(definition.name, upload, scope, said);
  const leave = await enterTurn(db);
  try {
    return await asViewer(db, scope.viewer, async (tx) => {
      await tx.query(IMPORT_LIMITS);
      const key = scope.dryRun ? null : (options.idempotencyKey ?? null);
      const earlier = key === null ? null : await reportOfKey(tx, scope.viewer.subject, key, inputHash);
      if (earlier !== null) return earlier;
      await lockList(tx, definition.name, scope.unitId);
      const report = await publish({ tx, db, definition, upload, scope, log, options, inputHash });
      if (key !== null) await rememberReport(tx, scope, key, inputHash, report);
      return report;
    });
  } finally {
    leave();
  }
}

interface Publishing<V extends object> {
  readonly tx: EntityManager;
  readonly db: DataSource;
  readonly definition: ListDefinition<V>;
  readonly upload: ListUpload;
  readonly scope: ImportScope;
  readonly log: ImportLog;
  readonly options: ImportOptions;
  readonly inputHash: string;
}

async function publish<V extends object>(publishing: Publishing<V>): Promise<Buffer> {
  const { tx, db, definition, upload, scope, log, options } = publishing;
  const opened = await upload.open();
  const reader = new RowReader(db, definition, scope, log, await mappingFor(publishing));
  const batches = reader.read(opened);
  const isTaken = await publishRows({
    tx,
    db,
    definition,
    scope,
    log,
    batches,
    onProgress: options.onProgress,
  });
  if (isTaken) await record(publishing, opened, reader.layout);
  return buildReport({ list: definition.name, opened, layout: reader.layout, scope, log, isTaken });
}

/** Puts the revision on record with what follows from it; of a dry run nothing stays. */
async function record<V extends object>(
  { tx, definition, scope, log, options, inputHash }: Publishing<V>,
  opened: OpenUpload,
  layout: ListLayout | null,
): Promise<void> {
  await recordPublication(tx, definition.name, opened, log, scope, inputHash);
  if (scope.unitId === null) await recordUnits(tx, scope.importId, writtenUnits(scope.session));
  if (scope.dryRun) {
    await undo(tx);
    return;
  }
  if (options.rememberMapping && options.mapping) {
    const kept = { list: definition.name, unitId: scope.unitId, viewer: scope.viewer, clock: scope.clock };
    await rememberMapping(tx, kept, options.mapping, layout?.heading.mapping ?? []);
  }
  await definition.published?.(tx, scope);
}

/** What the unit has said before, with what is said now laid over it. */
async function mappingFor<V extends object>({
  tx,
  definition,
  scope,
  options,
}: Publishing<V>): Promise<SavedMapping | null> {
  const said = options.mapping ?? null;
  if (!definition.keepsMapping) {
    if (!options.rememberMapping) return said;
    throw new ImportRefused("MAPPING_INVALID", "这份清单不能记住列名对应。", 400);
  }
  if (options.rememberMapping && scope.unitId === null) {
    throw new ImportRefused("MAPPING_INVALID", "要记住列名对应，请用参数 unit 指明是哪个单位的。", 400);
  }
  const isOwn = scope.unitId !== null && (await mayManageMapping(tx, scope.viewer, scope.unitId));
  const saved = isOwn ? await savedMappingOf(tx, definition.name, scope.unitId) : null;
  return saved === null ? said : new Map([...saved, ...(said ?? [])]);
}

/** What a unit calls its columns is shown in the report. */
async function mayManageMapping(tx: EntityManager, viewer: Viewer, unitId: string): Promise<boolean> {
  const [unit] = await tx.query<{ area_code: string }[]>(`select area_code from unit where id = $1`, [
    unitId,
  ]);
  return unit !== undefined && may(viewer, "list.mapping.manage", { unitId, areaCode: unit.area_code });
}

function scopeOf(options: ImportOptions, log: ImportLog): ImportScope {
  const { viewer, clock, fileName = null, mode = "merge", rows = "good", dryRun = false } = options;
  const unitId = options.unitId ?? viewer.unitId;
  const session = new ImportSession((ordinal) => log.placeOf(ordinal));
  const isUnitGiven = (options.unitId ?? null) !== null;
  const upload = { unitId, isUnitGiven, fileName, mode, rows, dryRun, caption: null };
  return { viewer, clock, ...upload, importId: newId(), session };
}

function hashOf(
  list: string,
  upload: ListUpload,
  { unitId, fileName, mode, rows }: ImportScope,
  mapping: SavedMapping | null,
): string {
  const said = mapping === null ? null : [...mapping].sort();
  return createHash("sha256")
    .update(JSON.stringify([list, upload.hash, unitId, fileName, mode, rows, said]))
    .digest("hex");
}

/** Deferred constraints speak first, or a dry run would promise what a publication cannot keep. */
async function undo(tx: EntityManager): Promise<void> {
  await tx.query("set constraints all immediate");
  await tx.query("rollback to savepoint before_list");
}

async function recordPublication(
  tx: EntityManager,
  list: string,
  { encoding, format }: { readonly encoding: string | null; readonly format: UploadFormat },
  { counts }: ImportLog,
  { viewer, clock, importId, unitId, fileName, mode }: ImportScope,
  inputHash: string,
): Promise<void> {
  await tx.query(
    `insert into publication
       (id, list, unit_id, actor, role, file_name, encoding, mode, input_hash, counts, published_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      importId,
      list,
      unitId,
      viewer.subject,
      viewer.role,
      fileName,
      encoding ?? format,
      mode,
      inputHash,
      JSON.stringify(counts satisfies ImportReport["counts"]),
      clock.now().toISOString(),
    ],
  );
}

import { createHash } from "node:crypto";
import type { DataSource, EntityManager } from "typeorm";
import type { Clock } from "../clock.ts";
import { asViewer } from "../database/viewer-transaction.ts";
import { newId } from "../id.ts";
import type { Viewer } from "../viewer.ts";
import { refuseDuplicates } from "./duplicates.ts";
import type { ImportRow } from "./import-row.ts";
import type { ImportScope, ListDefinition } from "./list-definition.ts";
import { readRows, type RowsRead } from "./read-rows.ts";
import type { ImportMode, ImportProblem, ImportReport, ImportRows } from "./report.ts";
import { buildReport, type Publication } from "./build-report.ts";
import { rememberReport, reportOfKey } from "./import-request.ts";
import type { ListUpload } from "./sheet.ts";

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
}

/** An import is longer than other work; the pool's own limits would cut it off. */
const LIMITS = "set local statement_timeout = '60s'; set local lock_timeout = '30s'";

/**
 * Publishes one list in one transaction, or says why not. A dry run does the same and keeps nothing.
 *
 * @throws ImportRefused for a file that cannot be read as this list; FORBIDDEN as the definition says
 */
export async function importList<V extends object>(
  db: DataSource,
  definition: ListDefinition<V>,
  upload: ListUpload,
  options: ImportOptions,
): Promise<ImportReport> {
  const scope = scopeOf(options);
  definition.authorise(scope);
  const sheet = await upload.open();
  const read = await readRows(sheet, definition, scope);
  const inputHash = hashOf(definition.name, upload, scope);
  const key = scope.dryRun ? null : (options.idempotencyKey ?? null);

  return asViewer(db, scope.viewer, async (tx) => {
    await tx.query(LIMITS);
    const earlier = key === null ? null : await reportOfKey(tx, scope.viewer.subject, key, inputHash);
    if (earlier) return earlier;

    await lockList(tx, definition.name, scope.unitId);
    const publication = await publishRows(tx, definition, read, scope);
    const report = buildReport({
      list: definition.name,
      encoding: sheet.encoding,
      scope,
      read,
      publication,
    });
    if (publication.isTaken) await recordPublication(tx, report, scope, inputHash);
    if (publication.isTaken && scope.dryRun) await undo(tx);
    if (key !== null) await rememberReport(tx, scope, key, inputHash, report);
    return report;
  });
}

function scopeOf(options: ImportOptions): ImportScope {
  const { viewer, clock, fileName = null, mode = "merge", rows = "good", dryRun = false } = options;
  const unitId = options.unitId ?? viewer.unitId;
  return { viewer, clock, unitId, fileName, mode, rows, dryRun, importId: newId() };
}

function hashOf(list: string, upload: ListUpload, { unitId, fileName, mode, rows }: ImportScope): string {
  return createHash("sha256")
    .update(JSON.stringify([list, upload.hash, unitId, fileName, mode, rows]))
    .digest("hex");
}

/** One publication of a list at a time: per unit, and alone when a sheet holds several units. */
async function lockList(tx: EntityManager, list: string, unitId: string | null): Promise<void> {
  if (unitId === null) {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [`list:${list}`]);
    return;
  }
  await tx.query(
    `select pg_advisory_xact_lock_shared(hashtextextended($1, 0)), pg_advisory_xact_lock(hashtextextended($2, 0))`,
    [`list:${list}`, `list:${list}:${unitId}`],
  );
}

const NOT_TAKEN: Publication = { isTaken: false, withdrawn: 0, notices: [] };

async function publishRows<V extends object>(
  tx: EntityManager,
  definition: ListDefinition<V>,
  { rows }: RowsRead<V>,
  scope: ImportScope,
): Promise<Publication> {
  await definition.resolve(tx, rows.filter(isTaken), scope);
  refuseDuplicates(rows.filter(isTaken), definition);
  const taken = rows.filter(isTaken);
  if (taken.length === 0 || isRefusedAsAWhole(rows, scope)) return NOT_TAKEN;

  for (const row of taken) row.contentHash = contentHashOf(row.values);
  const held = withdrawalsHeld(rows, scope);
  await tx.query("savepoint before_list");
  const { withdrawn } = await definition.store(
    tx,
    taken,
    held === null ? scope : { ...scope, mode: "merge" },
  );
  if (isRefusedAsAWhole(rows, scope)) {
    await tx.query("rollback to savepoint before_list");
    for (const row of rows) row.outcome = null;
    return NOT_TAKEN;
  }
  return { isTaken: true, withdrawn, notices: held === null ? [] : [held] };
}

function isTaken(row: { readonly isRefused: boolean }): boolean {
  return !row.isRefused;
}

function isRefusedAsAWhole(rows: readonly { readonly isRefused: boolean }[], scope: ImportScope): boolean {
  return scope.rows === "all" && rows.some(({ isRefused }) => isRefused);
}

/** A row that is refused cannot be told from one that is missing, so nothing is withdrawn beside it. */
function withdrawalsHeld(rows: readonly ImportRow[], { mode }: ImportScope): ImportProblem | null {
  const refused = rows.filter(({ isRefused, problems }) => {
    const isDuplicate = problems.some(({ code }) => code === "DUPLICATE_ROW" || code === "LIKELY_DUPLICATE");
    return isRefused && !isDuplicate;
  });
  if (mode === "merge" || refused.length === 0) return null;
  return {
    row: 1,
    column: null,
    field: null,
    heading: null,
    severity: "NOTICE",
    code: "WITHDRAWAL_HELD",
    message: `有 ${refused.length} 行被退回，分不清哪些该撤下，本次没有撤下任何条目。`,
    suggestion: "改好被退回的行，再以 replace 方式重发。",
    value: null,
  };
}

/** The order in which values were set must not matter. */
function contentHashOf(values: object): string {
  const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("base64url");
}

/** Deferred constraints speak first, or a dry run would promise what a publication cannot keep. */
async function undo(tx: EntityManager): Promise<void> {
  await tx.query("set constraints all immediate");
  await tx.query("rollback to savepoint before_list");
}

async function recordPublication(
  tx: EntityManager,
  { id, list, unitId, fileName, encoding, mode, counts }: ImportReport,
  { viewer, clock }: ImportScope,
  inputHash: string,
): Promise<void> {
  await tx.query(
    `insert into publication
       (id, list, unit_id, actor, role, file_name, encoding, mode, input_hash, counts, published_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      id,
      list,
      unitId,
      viewer.subject,
      viewer.role,
      fileName,
      encoding,
      mode,
      inputHash,
      JSON.stringify(counts),
      clock.now().toISOString(),
    ],
  );
}

import type { DataSource, EntityManager } from "typeorm";
import type { Clock } from "../clock.ts";
import { asViewer } from "../database/viewer-transaction.ts";
import { newId } from "../id.ts";
import type { Viewer } from "../viewer.ts";
import { buildReport } from "./build-report.ts";
import { Duplicates } from "./duplicates.ts";
import type { ImportProgress } from "./import-list.ts";
import { ImportRefused } from "./import-refused.ts";
import { ImportLog } from "./import-log.ts";
import { ImportSession, type ImportScope, type ListDefinition } from "./list-definition.ts";
import { RowReader, type RowBatch } from "./read-rows.ts";
import type { ListUpload } from "./sheet.ts";

export interface CheckOptions {
  readonly clock: Clock;
  readonly unitId: string | null;
  readonly fileName: string | null;
  readonly onProgress?: (progress: ImportProgress) => void;
}

/** Who may publish for anybody, so that no row is judged by who happens to check it. Never writes. */
const CHECKER: Viewer = { role: "SECRETARIAT", subject: "service:check", unitId: null, areaCode: null };
/** As the database sees the check. */
const ANYBODY: Viewer = { role: "PUBLIC", subject: "anonymous", unitId: null, areaCode: null };

/** Whoever waits for a check is told so after a minute; nobody's import should wait for it longer. */
const PATIENCE_MS = 50_000;

function tooLong(): ImportRefused {
  return new ImportRefused("CHECK_TOO_LONG", "文件太大，一分钟内没有检查完。请分成几个文件。", 413);
}

const LIMITS = "set transaction read only; set local statement_timeout = '30s'";

/**
 * The checks of an import without the import: what is published is neither compared nor touched, and who
 * checks needs no permission. Rows that name no unit are judged as some unit's own.
 *
 * @returns a report as of a dry run, UTF-8 JSON; no row has an outcome
 * @throws ImportRefused for an upload that cannot be read as this list
 */
export async function checkList<V extends object>(
  db: DataSource,
  definition: ListDefinition<V>,
  upload: ListUpload,
  options: CheckOptions,
): Promise<Buffer> {
  const log = new ImportLog();
  const scope = scopeOf(options, log);
  const deadline = performance.now() + PATIENCE_MS;
  return asViewer(db, ANYBODY, async (tx) => {
    await tx.query(LIMITS);
    const opened = await upload.open();
    const reader = new RowReader(db, withoutMemory(definition), scope, log, null);
    const checker = new Checker(tx, definition, log);
    for await (const batch of reader.read(opened)) {
      if (performance.now() > deadline) throw tooLong();
      await checker.check(batch);
      options.onProgress?.({ rows: log.counts.total, refused: log.counts.refused });
    }
    const isTaken = log.counts.refused < log.counts.total;
    return buildReport({ list: definition.name, opened, layout: reader.layout, scope, log, isTaken });
  });
}

function scopeOf({ clock, unitId, fileName }: CheckOptions, log: ImportLog): ImportScope {
  return {
    viewer: CHECKER,
    clock,
    unitId,
    isUnitGiven: unitId !== null,
    fileName,
    mode: "merge",
    rows: "good",
    dryRun: true,
    isCheck: true,
    importId: newId(),
    caption: null,
    session: new ImportSession((ordinal) => log.placeOf(ordinal)),
  };
}

/** Every row is read: that one is published already is not for anybody to learn from here. */
function withoutMemory<V extends object>(definition: ListDefinition<V>): ListDefinition<V> {
  const { streamed } = definition;
  return streamed
    ? { ...definition, streamed: { ...streamed, known: () => Promise.resolve([]) } }
    : definition;
}

class Checker<V extends object> {
  readonly #duplicates: Duplicates;

  constructor(
    private readonly tx: EntityManager,
    private readonly definition: ListDefinition<V>,
    private readonly log: ImportLog,
  ) {
    this.#duplicates = new Duplicates((ordinal) => log.placeOf(ordinal));
  }

  async check({ rows, scope }: RowBatch<V>): Promise<void> {
    const readable = rows.filter(({ isRefused }) => !isRefused);
    const numbers = readable.map(({ externalId }) => externalId);
    if (readable.length > 0) await this.definition.resolve(this.tx, readable, scope);
    // The numbers of rows that are published, or once were, are their unit's to tell.
    for (const [i, row] of readable.entries()) {
      if (row.externalId !== (numbers[i] ?? null))
        Object.assign(row.values, { externalId: numbers[i] ?? null });
    }
    for (const row of readable) if (!row.isRefused) this.#duplicates.check(row, this.definition);
    for (const row of rows) this.log.add(row);
  }
}

import { hash } from "node:crypto";
import type { DataSource } from "typeorm";
import { columnLetter } from "./column-letter.ts";
import type { ImportLog } from "./import-log.ts";
import { IMPORT_LIMITS } from "./import-limits.ts";
import { ImportRefused } from "./import-refused.ts";
import { ImportRow } from "./import-row.ts";
import { layoutsOf, type ListLayout } from "./layout.ts";
import type { ImportScope, KnownRow, ListDefinition } from "./list-definition.ts";
import { CellReader } from "./read-cells.ts";
import type { ImportProblem } from "./report.ts";
import type { SavedMapping } from "./saved-mapping.ts";
import type { OpenUpload, UploadFormat } from "./sheet.ts";
import type { SheetRecord } from "./sheet-record.ts";

const MOST_ROWS = 500_000;
/** Lists that are not streamed are held in memory. */
const MOST_ROWS_HELD = 100_000;

const ROWS_PER_BATCH = 2_000;
/** How many rows are read before the connection's answers get their turn. */
const ROWS_PER_TURN = 50;

/**
 * Goes into the hash of what was sent. To be raised when cells come to be read otherwise than before: then
 * no stored row is recognised unread, and every row is read once more.
 */
const READING_RULES = 1;

/** Rows of one sheet that were read together. */
export interface RowBatch<V extends object> {
  /** With the caption of the sheet. */
  readonly scope: ImportScope;
  readonly rows: readonly ImportRow<V>[];
  /** Rows that stand already as they were sent, and were not read. */
  readonly known: readonly { readonly ordinal: number; readonly row: KnownRow }[];
}

/** Reads an upload into rows: headings, shape, cells, and what a definition checks inside one row. */
export class RowReader<V extends object> {
  /** Of the first sheet that is read. */
  layout: ListLayout | null = null;
  #ordinal = 0;

  constructor(
    private readonly db: DataSource,
    private readonly definition: ListDefinition<V>,
    private readonly scope: ImportScope,
    private readonly log: ImportLog,
    private readonly mapping: SavedMapping | null,
  ) {}

  /** @throws ImportRefused for an upload that cannot be read as this list */
  async *read(upload: OpenUpload): AsyncGenerator<RowBatch<V>> {
    const notices: ImportProblem[] = [];
    for await (const layout of layoutsOf(upload, this.definition, this.mapping, notices)) {
      this.layout ??= layout;
      yield* this.#readSheet(layout, upload.format);
    }
    if (this.#ordinal === 0) throw new ImportRefused("FILE_EMPTY", "文件只有表头，没有数据行。");
    for (const notice of notices) this.log.addNotice(notice);
  }

  async *#readSheet(layout: ListLayout, format: UploadFormat): AsyncGenerator<RowBatch<V>> {
    this.log.startSheet(this.#ordinal, layout.sheet);
    for (const notice of layout.heading.notices) this.log.addNotice(notice);
    const reader = new SheetReader(
      this.definition,
      { ...this.scope, caption: layout.caption },
      layout,
      format,
    );
    const size = this.definition.streamed ? ROWS_PER_BATCH : Infinity;
    let pending: SheetRecord[] = [];
    for await (const records of layout.batches) {
      pending.push(...records);
      this.#refuseTooMany(pending.length);
      if (pending.length < size) continue;
      yield await this.#readBatch(pending, reader);
      pending = [];
    }
    if (pending.length > 0) yield await this.#readBatch(pending, reader);
    for (const notice of reader.unnamedNotices()) this.log.addNotice(notice);
  }

  /** On another connection than the import's own, which may be busy writing the batch before. */
  async #knownAmong(hashes: readonly string[], { scope }: SheetReader<V>): Promise<readonly KnownRow[]> {
    const { streamed } = this.definition;
    if (!streamed) return [];
    return this.db.transaction(async (tx) => {
      // Lines that were published a moment ago have no statistics, and the planner would read them all.
      await tx.query(`${IMPORT_LIMITS}; set local enable_seqscan = off`);
      return streamed.known(tx, hashes, scope);
    });
  }

  #refuseTooMany(pending: number): void {
    const most = this.definition.streamed ? MOST_ROWS : MOST_ROWS_HELD;
    if (this.#ordinal + pending > most)
      throw new ImportRefused("TOO_MANY_ROWS", `一次最多 ${most} 行。`, 413);
  }

  async #readBatch(records: readonly SheetRecord[], reader: SheetReader<V>): Promise<RowBatch<V>> {
    const { streamed } = this.definition;
    const hashes = streamed ? records.map((record) => reader.sourceHashOf(record)) : [];
    const stored = await this.#knownAmong(hashes, reader);
    const byHash = new Map(stored.map((row) => [row.sourceHash, row]));
    const known: { ordinal: number; row: KnownRow }[] = [];
    const rows: ImportRow<V>[] = [];
    for (const [i, record] of records.entries()) {
      const ordinal = this.#ordinal++;
      this.log.place(ordinal, record.number);
      const sourceHash = hashes[i] ?? null;
      const standing = sourceHash === null ? undefined : byHash.get(sourceHash);
      if (standing) known.push({ ordinal, row: standing });
      else rows.push(reader.read(record, ordinal, sourceHash));
      if (i % ROWS_PER_TURN === 0) await new Promise(setImmediate);
    }
    return { scope: reader.scope, rows, known };
  }
}

/** Reads the records of one sheet. */
class SheetReader<V extends object> {
  readonly #cells: CellReader;
  readonly #hashPrefix: string;
  /** Columns without heading → the first row that has something in it. */
  readonly #unnamed = new Map<number, number | null>();

  constructor(
    private readonly definition: ListDefinition<V>,
    readonly scope: ImportScope,
    private readonly layout: ListLayout,
    private readonly format: UploadFormat,
  ) {
    const { caption, heading } = layout;
    this.#cells = new CellReader(definition.columns, heading.places, {
      today: caption.filedOn ?? scope.clock.today(),
      year: caption.year,
    });
    this.#hashPrefix = hash("sha256", hashedContext(definition.name, scope, layout));
    heading.mapping.forEach((column, index) => column.heading === "" && this.#unnamed.set(index, null));
  }

  /** 128 bits of SHA-256 in the form of a UUID, which PostgreSQL keeps in 16 bytes. */
  sourceHashOf({ cells }: SheetRecord): string {
    const hex = hash("sha256", `${this.#hashPrefix}${cells.join("\u001f")}`);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
  }

  read(record: SheetRecord, ordinal: number, sourceHash: string | null): ImportRow<V> {
    const { heading, sheet } = this.layout;
    const row = new ImportRow<V>(ordinal, record.number, record.cells, heading.places, sheet);
    row.sourceHash = sourceHash;
    this.#noteUnnamed(record);
    if (this.#isMisshapen(record)) {
      row.refuse(
        null,
        "ROW_SHAPE",
        `这一行有 ${record.cells.length} 格，表头有 ${heading.width} 格，内容可能错位，没有导入。`,
        "检查是否缺了逗号，或有逗号的单元格没有加双引号。",
      );
      return row;
    }
    this.#cells.read(row);
    if (!row.isRefused) this.definition.complete?.(row, this.scope);
    if (!row.isRefused) row.prepared = this.definition.prepare?.(row) ?? null;
    return row;
  }

  #noteUnnamed({ number, cells }: SheetRecord): void {
    for (const [index, first] of this.#unnamed) {
      if (first === null && (cells[index] ?? "").trim() !== "") this.#unnamed.set(index, number);
    }
  }

  /** A column without heading is silent while it is empty; with content it must not vanish unnoticed. */
  *unnamedNotices(): Generator<ImportProblem> {
    for (const [index, row] of this.#unnamed) {
      if (row === null) continue;
      yield {
        sheet: this.layout.sheet,
        row: this.layout.headingRow,
        column: columnLetter(index),
        field: null,
        heading: null,
        severity: "NOTICE" as const,
        code: "UNKNOWN_COLUMN",
        message: `${columnLetter(index)} 列没有列名，但有内容（如第 ${row} 行），这一列没有导入。`,
        suggestion: "请补上列名，或清空这一列。",
        value: null,
      };
    }
  }

  /** Only a text file can lose a separator; a workbook leaves out cells that are empty. */
  #isMisshapen({ cells }: SheetRecord): boolean {
    if (this.format !== "CSV" && this.format !== "CELLS") return false;
    const { width } = this.layout.heading;
    return cells.length < width || cells.slice(width).some((cell) => cell.trim() !== "");
  }
}

/** All that decides, beside the cells, what a row comes to. */
function hashedContext(list: string, { unitId, fileName }: ImportScope, layout: ListLayout): string {
  const { mapping } = layout.heading;
  const { unit, filedOn, year } = layout.caption;
  const named = unitId === null ? fileName : null;
  const fields = mapping.map(({ field }) => field);
  return JSON.stringify([READING_RULES, list, unitId, named, unit, filedOn, year, fields]);
}

import { columnLetter, mapHeadings, type HeadingMap } from "./headings.ts";
import { ImportRefused } from "./import-refused.ts";
import { ImportRow } from "./import-row.ts";
import type { ImportScope, ListDefinition } from "./list-definition.ts";
import { CellReader } from "./read-cells.ts";
import type { ColumnMapping, ImportProblem } from "./report.ts";
import type { Sheet } from "./sheet.ts";
import type { SheetRecord } from "./sheet-record.ts";

const MOST_ROWS = 200_000;

export interface RowsRead<V extends object> {
  readonly rows: ImportRow<V>[];
  readonly mapping: readonly ColumnMapping[];
  readonly notices: readonly ImportProblem[];
}

/** Reads a sheet into rows: headings, shape, cells, and what a definition checks inside one row. */
export async function readRows<V extends object>(
  sheet: Sheet,
  definition: ListDefinition<V>,
  scope: ImportScope,
): Promise<RowsRead<V>> {
  let headings: HeadingMap | undefined;
  let reader: CellReader | undefined;
  const rows: ImportRow<V>[] = [];
  const unnamed = new Set<number>();

  for await (const record of sheet.records) {
    if (!headings || !reader) {
      headings = mapHeadings(record.cells, definition.columns, definition.ignoredHeadings);
      reader = new CellReader(definition.columns, headings.places, scope.clock.today());
      headings.mapping.forEach(({ heading }, index) => heading === "" && unnamed.add(index));
      continue;
    }
    if (rows.length >= MOST_ROWS) throw new ImportRefused("TOO_MANY_ROWS", `一次最多 ${MOST_ROWS} 行。`, 413);
    const row = new ImportRow<V>(record.number, record.cells, headings.places);
    readRow(row, record, headings, reader);
    if (!row.isRefused) definition.complete?.(row, scope);
    rows.push(row);
  }

  if (!headings || rows.length === 0) {
    throw new ImportRefused("FILE_EMPTY", headings ? "文件只有表头，没有数据行。" : "文件里没有内容。");
  }
  return {
    rows,
    mapping: headings.mapping,
    notices: [...headings.notices, ...unnamedNotices(unnamed, rows)],
  };
}

function readRow(row: ImportRow, { cells }: SheetRecord, { width }: HeadingMap, reader: CellReader): void {
  const extra = cells.slice(width).some((cell) => cell.trim() !== "");
  if (cells.length < width || extra) {
    row.refuse(
      null,
      "ROW_SHAPE",
      `这一行有 ${cells.length} 格，表头有 ${width} 格，内容可能错位，没有导入。`,
      "检查是否缺了逗号，或有逗号的单元格没有加双引号。",
    );
    return;
  }
  reader.read(row);
}

/** A column without heading is silent while it is empty; with content it must not vanish unnoticed. */
function unnamedNotices(unnamed: ReadonlySet<number>, rows: readonly ImportRow[]): ImportProblem[] {
  return [...unnamed].flatMap((index) => {
    const row = rows.find(({ cells }) => (cells[index] ?? "").trim() !== "");
    if (!row) return [];
    return {
      row: 1,
      column: columnLetter(index),
      field: null,
      heading: null,
      severity: "NOTICE" as const,
      code: "UNKNOWN_COLUMN",
      message: `${columnLetter(index)} 列没有列名，但有内容（如第 ${row.row} 行），这一列没有导入。`,
      suggestion: "请补上列名，或清空这一列。",
      value: null,
    };
  });
}

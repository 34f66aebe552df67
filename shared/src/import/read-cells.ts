import { unguardFormulas } from "../export/formula-guard.ts";
import type { FieldPlace, FieldPlaces, ImportRow } from "./import-row.ts";
import type { Cell, ListColumn } from "./list-definition.ts";
import { text } from "./values/text.ts";

const LONGEST_CELL = 10_000;

/** What spreadsheets write where a formula failed. */
const ERROR_VALUE = /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!)$/;

const parseText = text();

/** Thrown by `Cell.refuse` to leave a parser; the row already knows why. */
class CellRefused extends Error {}
const CELL_REFUSED = new CellRefused();

/** Reads the cells of rows by the columns of one file. Made once per file, because rows are many. */
export class CellReader {
  readonly #columns: readonly { readonly column: ListColumn; readonly place: FieldPlace | undefined }[];
  readonly #cell: CurrentCell;

  constructor(
    columns: readonly ListColumn[],
    places: FieldPlaces,
    reference: { readonly today: string; readonly year: number | null },
  ) {
    this.#columns = columns.map((column) => ({ column, place: places.get(column.field) }));
    this.#cell = new CurrentCell(reference.today, reference.year);
  }

  /** Fills `row.values`; every refused cell is reported, not only the first. */
  read(row: ImportRow): void {
    const values = row.values as Record<string, unknown>;
    for (const { column, place } of this.#columns) {
      const value = this.#readCell(row, column, place);
      if (value !== CELL_REFUSED) values[column.field] = value;
    }
  }

  #readCell(row: ImportRow, column: ListColumn, place: FieldPlace | undefined): unknown {
    const sent = place === undefined ? "" : unguardFormulas(row.cells[place.index] ?? "");
    const cell = this.#cell.of(row, column, place !== undefined);
    try {
      const usable = usableText(sent, column.required ?? false, cell);
      return (column.parse ?? parseText)(usable, cell);
    } catch (error) {
      if (error === CELL_REFUSED) return error;
      throw error;
    }
  }
}

/** The cell's text, after the checks that every column shares. */
function usableText(sent: string, isRequired: boolean, cell: Cell): string {
  if (sent.length > LONGEST_CELL) {
    cell.refuse("CELL_TOO_LONG", `“${cell.label}”有 ${sent.length} 字，最多 ${LONGEST_CELL} 字。`);
  }
  if (sent.includes("\ufffd")) {
    cell.refuse(
      "CELL_GARBLED",
      `“${cell.label}”里有乱码（\ufffd），原来的字已丢失，没有导入。`,
      "请从原文件重新导出。",
    );
  }
  const isError = sent.startsWith("#") && ERROR_VALUE.test(sent);
  const usable = isError ? "" : sent;
  if (isRequired && usable.trim() === "") cell.refuse("REQUIRED", `“${cell.label}”必填，不能为空。`);
  if (isError) {
    cell.correct("CELL_ERROR_VALUE", `“${cell.label}”是出错的公式（${sent}），按空处理，请补填。`);
  }
  return usable;
}

class CurrentCell implements Cell {
  label = "";
  present = true;
  #row: ImportRow | undefined;
  #field = "";

  constructor(
    readonly today: string,
    readonly year: number | null,
  ) {}

  of(row: ImportRow, { field, label }: ListColumn, present: boolean): this {
    this.#row = row;
    this.#field = field;
    this.label = label;
    this.present = present;
    return this;
  }

  refuse(code: string, message: string, suggestion: string | null = null): never {
    this.#row?.refuse(this.#field, code, message, suggestion);
    throw CELL_REFUSED;
  }

  correct(code: string, message: string, suggestion: string | null = null): void {
    this.#row?.correct(this.#field, code, message, suggestion);
  }
}

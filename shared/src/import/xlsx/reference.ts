import { brokenWorkbook } from "./refusals.ts";

const LAST_COLUMN = 16_384;
const LAST_ROW = 1_048_576;

/** Column (from 0) and row (from 1) of a cell. */
export interface CellPlace {
  readonly column: number;
  readonly row: number;
}

/** Reads `B12`. @throws XLSX_BROKEN for what no sheet has */
export function cellPlace(reference: string): CellPlace {
  let column = 0;
  let at = 0;
  for (; at < reference.length && at < 4; at++) {
    const code = reference.charCodeAt(at) - 64;
    if (code < 1 || code > 26) break;
    column = column * 26 + code;
  }
  const digits = reference.slice(at);
  if (column < 1 || column > LAST_COLUMN || !/^[1-9]\d{0,6}$/.test(digits)) throw badReference(reference);
  return { column: column - 1, row: rowNumber(digits) };
}

/** @throws XLSX_BROKEN for a number that no row has */
export function rowNumber(text: string): number {
  const row = Number(text);
  if (!Number.isInteger(row) || row < 1 || row > LAST_ROW) throw badReference(text);
  return row;
}

function badReference(reference: string) {
  return brokenWorkbook(`没有“${reference.slice(0, 20)}”这样的单元格`);
}

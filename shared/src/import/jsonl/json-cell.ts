import { plainDecimal } from "../xlsx/number-text.ts";

/** Why a value is no cell, as the end of a sentence. */
export class NoCell {
  constructor(readonly reason: string) {}
}

/** The text of a cell: text, numbers in plain decimals, true and false, null for empty, lists joined by 、. */
export function jsonCell(value: unknown): string | NoCell {
  if (!Array.isArray(value)) return plainCell(value);
  const written: string[] = [];
  for (const cell of value.map(plainCell)) {
    if (cell instanceof NoCell) return cell;
    if (cell !== "") written.push(cell);
  }
  return written.join("、");
}

function plainCell(value: unknown): string | NoCell {
  switch (typeof value) {
    case "string":
      return value;
    case "boolean":
      return String(value);
    case "number":
      return numberCell(value);
    default:
      return value === null
        ? ""
        : new NoCell("只能是文字、数、true、false、null 或文字的数组，不能再套对象或数组");
  }
}

/** A longer number has lost digits as soon as it is read. */
function numberCell(value: number): string | NoCell {
  const isExact = !Number.isInteger(value) || Number.isSafeInteger(value);
  return isExact ? exactDecimal(value) : new NoCell("这个数太长，读出来会变，请写成文字（加双引号）");
}

function exactDecimal(value: number): string {
  return String(value).includes("e") ? plainDecimal(value) : String(value);
}

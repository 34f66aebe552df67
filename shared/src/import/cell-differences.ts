import type { ImportRow } from "./import-row.ts";
import { tidy } from "./values/text.ts";

/** What was sent of a row, by the fields it fills. */
export type SentRow = Pick<ImportRow, "cells" | "places">;

const MOST_SHOWN = 5;
const LONGEST_SHOWN = 20;

/** A column in which two rows say different things. */
export interface CellDifference {
  readonly heading: string;
  /** 若干／40: the earlier row's first. Null for personal columns, which are never quoted. */
  readonly texts: string | null;
}

/** In which columns two rows of an upload differ, the first five of them; order numbers do not count. */
export function cellDifferences(first: SentRow, second: SentRow): CellDifference[] {
  const differences: CellDifference[] = [];
  for (const [field, { heading, personal }] of second.places) {
    const [before, after] = [textOf(first, field), textOf(second, field)];
    if (before === after) continue;
    differences.push({ heading, texts: personal ? null : `${shown(before)}／${shown(after)}` });
    if (differences.length === MOST_SHOWN) break;
  }
  return differences;
}

function textOf({ cells, places }: SentRow, field: string): string {
  const place = places.get(field);
  return place === undefined ? "" : tidy(cells[place.index] ?? "");
}

function shown(text: string): string {
  if (text === "") return "空";
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text.replaceAll("\n", " ");
}

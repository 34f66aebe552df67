import { knownFields } from "../headings.ts";
import type { ListColumn } from "../list-definition.ts";
import type { SavedMapping } from "../saved-mapping.ts";
import type { SheetRecord } from "../sheet-record.ts";
import { isTagRow } from "./tags.ts";

/** How many records at the top of a sheet may be the heading. */
export const HEADING_WITHIN = 20;

const FEWEST_KNOWN = 2;

/** The lines at the top of a sheet that are its heading, or come closest to one. */
export interface FoundHeading {
  /** What each column is called; a name over several columns stands before their own. */
  readonly cells: readonly string[];
  readonly tags: readonly string[] | null;
  /** Row of the heading, for messages. */
  readonly row: number;
  /** Among the records given: the first line of the heading, and the first line after it. */
  readonly start: number;
  readonly end: number;
  /** Whether it really is a heading: required columns, and at least two known ones or nothing else. */
  readonly isHeading: boolean;
  readonly known: number;
}

/**
 * The best heading among the first records of a sheet: tags if there are any, else the line with the most
 * known columns, required ones first, the upper one of equals. Null if there is no record at all.
 */
export function findHeading(
  top: readonly SheetRecord[],
  columns: readonly ListColumn[],
  saved: SavedMapping | null,
): FoundHeading | null {
  const tagRow = top.findIndex(({ cells }) => isTagRow(cells));
  if (tagRow >= 0) return headingOfTags(top, tagRow, columns, saved);
  let best: FoundHeading | null = null;
  for (const [index, record] of top.entries()) {
    const found = headingAt(top, index, record, columns, saved);
    if (best === null || score(found) > score(best)) best = found;
  }
  return best;
}

function score({ isHeading, known }: FoundHeading): number {
  return (isHeading ? 1_000 : 0) + known;
}

/** The line above the tags, if it is right above them; otherwise the tags are the heading themselves. */
function headingOfTags(
  top: readonly SheetRecord[],
  tagRow: number,
  columns: readonly ListColumn[],
  saved: SavedMapping | null,
): FoundHeading {
  const { cells: tags, number } = top[tagRow] ?? { cells: [], number: 1 };
  const above = top[tagRow - 1];
  const isNamed = above?.number === number - 1 && writtenIn(above.cells) >= FEWEST_KNOWN;
  const cells = isNamed ? above.cells : tags;
  const { known } = knownFields(cells, columns, { saved, tags });
  return {
    cells: padded(cells, tags.length),
    tags,
    row: isNamed ? above.number : number,
    start: isNamed ? tagRow - 1 : tagRow,
    end: tagRow + 1,
    isHeading: true,
    known,
  };
}

function headingAt(
  top: readonly SheetRecord[],
  index: number,
  { cells, number }: SheetRecord,
  columns: readonly ListColumn[],
  saved: SavedMapping | null,
): FoundHeading {
  const below = top[index + 1];
  const above = top[index - 1];
  const second = below?.number === number + 1 && isSecondLine(cells, below.cells) ? below.cells : null;
  const isKnown = (name: string): boolean => knownFields([name], columns, { saved }).known > 0;
  const groups = above?.number === number - 1 ? above.cells : [];
  const names = second ? joined(cells, second, isKnown) : underGroups(groups, cells, isKnown);
  const { known, hasRequired } = knownFields(names, columns, { saved });
  return {
    cells: names,
    tags: null,
    row: number,
    start: index,
    end: index + (second ? 2 : 1),
    isHeading: hasRequired && isEnough(known, names),
    known,
  };
}

/** A list of one column has one heading. */
function isEnough(known: number, names: readonly string[]): boolean {
  return known >= FEWEST_KNOWN || (known > 0 && known === writtenIn(names));
}

/** 开放时间 over 开始 and 结束: the second line names only columns that the first leaves to a group. */
function isSecondLine(first: readonly string[], second: readonly string[]): boolean {
  const own = [...second.keys()].filter((index) => (second[index] ?? "").trim() !== "");
  const isGrouped = (index: number): boolean =>
    groupOf(first, index) !== "" &&
    ((first[index] ?? "").trim() === "" || (first[index + 1] ?? "x").trim() === "");
  return (
    own.length >= 2 &&
    writtenIn(first) > 2 &&
    own.length < writtenIn(first) + own.length / 2 &&
    own.every(isGrouped)
  );
}

function joined(
  first: readonly string[],
  second: readonly string[],
  isKnown: (name: string) => boolean,
): readonly string[] {
  return Array.from({ length: Math.max(first.length, second.length) }, (_, index) => {
    const own = (second[index] ?? "").trim();
    if (own === "") return first[index] ?? "";
    const full = groupOf(first, index) + own;
    return isKnown(own) && !isKnown(full) ? own : full;
  });
}

/** Where a column's own name says nothing, the name of the group above it may: 开放时间 + 开始. */
function underGroups(
  groups: readonly string[],
  names: readonly string[],
  isKnown: (name: string) => boolean,
): readonly string[] {
  if (writtenIn(groups) < 2) return names;
  return names.map((name, index) => {
    const own = name.trim();
    const full = groupOf(groups, index) + own;
    return own !== "" && full !== own && !isKnown(own) && isKnown(full) ? full : name;
  });
}

/** The nearest name at or left of a column: merged cells keep it in their first column. */
function groupOf(groups: readonly string[], index: number): string {
  for (let at = index; at >= 0; at--) {
    const text = (groups[at] ?? "").trim();
    if (text !== "") return text;
  }
  return "";
}

function writtenIn(cells: readonly string[]): number {
  return cells.filter((cell) => cell.trim() !== "").length;
}

function padded(cells: readonly string[], length: number): readonly string[] {
  return Array.from({ length: Math.max(cells.length, length) }, (_, index) => cells[index] ?? "");
}

import { isStorable } from "../../storable-text.ts";
import { foldHeading } from "../fold-heading.ts";
import type { ListColumn, ListDefinition } from "../list-definition.ts";

/** How many headings of one list a unit may have a say about, and how long one may be. */
export const MOST_HEADINGS = 200;
export const LONGEST_HEADING = 200;

/** What a sender says of one heading; null or empty: the column is not used. */
export interface HeadingChoice {
  readonly heading: string;
  readonly field: string | null;
}

/** A choice that has been checked. */
export interface ChosenHeading {
  /** Folded. */
  readonly heading: string;
  readonly shown: string;
  readonly field: string | null;
}

/** Why choices cannot be taken; the message is Chinese and fit for the sender. */
export class ChoiceRefused extends Error {
  constructor(
    readonly code: "UNKNOWN_FIELD" | "FIELD_MAPPED_TWICE" | "HEADING_INVALID" | "TOO_MANY_HEADINGS",
    message: string,
  ) {
    super(message);
  }
}

type Fields = Pick<ListDefinition, "columns" | "label">;

/**
 * Checks choices against the list's columns; a field is named by its code or its Chinese label. Headings that
 * fold to the same must agree.
 *
 * @throws ChoiceRefused
 */
export function chooseFields(choices: readonly HeadingChoice[], list: Fields): ChosenHeading[] {
  if (choices.length > MOST_HEADINGS) throw tooManyHeadings(choices.length);
  const byHeading = new Map<string, ChosenHeading>();
  const byField = new Map<string, ChosenHeading>();
  for (const { heading: sent, field: named } of choices) {
    const { heading, shown } = usableHeading(sent);
    const column = columnNamed((named ?? "").trim(), list);
    const chosen = { heading, shown, field: column?.field ?? null };
    const same = byHeading.get(heading);
    if (same) requireSame(same, chosen);
    else if (column) requireFree(byField.get(column.field), chosen, column);
    byHeading.set(heading, chosen);
    if (column) byField.set(column.field, chosen);
  }
  return [...byHeading.values()];
}

function usableHeading(sent: string): { heading: string; shown: string } {
  const shown = sent.trim();
  const heading = foldHeading(shown);
  const isUsable = heading !== "" && Math.max(heading.length, shown.length) <= LONGEST_HEADING;
  if (isUsable && isStorable(shown)) return { heading, shown };
  throw new ChoiceRefused(
    "HEADING_INVALID",
    `列名“${quoted(shown)}”不能用：应为 1–${LONGEST_HEADING} 字，并且不能只有标点。`,
  );
}

export function tooManyHeadings(count: number): ChoiceRefused {
  return new ChoiceRefused(
    "TOO_MANY_HEADINGS",
    `列名对应共有 ${count} 个列名，一个单位的一种清单最多 ${MOST_HEADINGS} 个。请先删去用不到的。`,
  );
}

/** Null for a column that is not to be used. */
function columnNamed(text: string, { columns, label }: Fields): ListColumn | null {
  if (text === "") return null;
  const column = columns.find(({ field, label: shown }) => field === text || shown === text);
  if (column) return column;
  const known = columns.map(({ field, label: shown }) => `${field}（${shown}）`).join("、");
  throw new ChoiceRefused("UNKNOWN_FIELD", `${label}没有字段“${quoted(text)}”。可用的字段：${known}。`);
}

function requireSame(first: ChosenHeading, second: ChosenHeading): void {
  if (first.field === second.field) return;
  throw new ChoiceRefused(
    "HEADING_INVALID",
    `“${quoted(first.shown)}”和“${quoted(second.shown)}”是同一个列名，却对应了不同的字段。`,
  );
}

function requireFree(first: ChosenHeading | undefined, second: ChosenHeading, column: ListColumn): void {
  if (!first) return;
  throw new ChoiceRefused(
    "FIELD_MAPPED_TWICE",
    `“${quoted(first.shown)}”和“${quoted(second.shown)}”都对应“${column.label}”，只能有一列。`,
  );
}

/** Enough to know it again. Whole characters only, and nothing invisible. */
function quoted(text: string): string {
  return Array.from(text.replace(/\p{C}+/gu, " "))
    .slice(0, 50)
    .join("");
}

import { REPORTED_HEADINGS } from "./annotate/result-headings.ts";
import { columnLetter } from "./column-letter.ts";
import { MOST_COLUMNS } from "./column-limit.ts";
import { foldHeading, withoutBrackets } from "./fold-heading.ts";
import { HeadingNotices } from "./layout/heading-notices.ts";
import { ImportRefused } from "./import-refused.ts";
import type { FieldPlace } from "./import-row.ts";
import { guessColumn } from "./layout/guess.ts";
import { columnTagged } from "./layout/tags.ts";
import type { ListColumn } from "./list-definition.ts";
import type { ColumnMapping, ImportProblem } from "./report.ts";
import { applySavedMapping, type SavedMapping } from "./saved-mapping.ts";

/** How much of a heading line a message quotes. */
const LONGEST_SHOWN = 200;

/** Numbers the lines of a sheet and changes with its order, so it identifies nothing. */
const ORDER_HEADINGS = ["序号", "行号", "No", "顺序号"];
const ORDER = new Set(ORDER_HEADINGS.map(foldHeading));
const REPORTED = REPORTED_HEADINGS.map(foldHeading);

/** What decided that a column fills a field. */
export type MappedBy = NonNullable<ColumnMapping["by"]>;

/** A stronger reason takes the field from a weaker one; equal reasons are a duplicate column. */
const STRENGTH: Readonly<Record<MappedBy, number>> = { GUESS: 0, ALIAS: 1, TAG: 2, SAVED: 3 };

/** Which column of the file fills which field. */
export interface HeadingMap {
  readonly width: number;
  readonly places: ReadonlyMap<string, FieldPlace>;
  readonly mapping: readonly ColumnMapping[];
  readonly notices: readonly ImportProblem[];
}

/** What a heading is read by, beside the headings that the columns know. */
export interface HeadingContext {
  /** Headings that are known and not used, beside 序号. */
  readonly ignoredHeadings?: readonly string[];
  readonly saved?: SavedMapping | null;
  /** The line of tags under the heading. */
  readonly tags?: readonly string[] | null;
  /** Where the heading stands, for messages; row 0: in no row of its own, as keys of JSON. */
  readonly sheet?: string | null;
  readonly row?: number;
}

interface Choice {
  readonly column: ListColumn;
  readonly by: MappedBy;
}

/**
 * Finds the columns by a saved mapping, tags, known headings, or a cautious guess, in this order.
 *
 * @throws TOO_MANY_COLUMNS, DUPLICATE_COLUMN, MISSING_COLUMN; headings that nobody knows become notices,
 * and their cells are not used.
 */
export function mapHeadings(
  headings: readonly string[],
  columns: readonly ListColumn[],
  context: HeadingContext = {},
): HeadingMap {
  if (headings.length > MOST_COLUMNS) {
    throw new ImportRefused("TOO_MANY_COLUMNS", `表头有 ${headings.length} 列，最多 ${MOST_COLUMNS} 列。`);
  }
  const shown = headings.map((heading) => heading.trim());
  const notices = new HeadingNotices(shown, context);
  const chosen = chooseColumns(headings, columns, context);
  const lost = settleRivals(chosen, shown, notices);
  const saved = applySavedMapping(headings, context.saved ?? null);
  const ignored = new Set([...ORDER, ...REPORTED, ...(context.ignoredHeadings ?? []).map(foldHeading)]);
  const unknown = [...shown.keys()].filter((index) => {
    const folded = foldHeading(shown[index] ?? "");
    const isKnown = folded === "" || ignored.has(folded) || saved[index] === null;
    return !chosen[index] && !lost.has(index) && !isKnown;
  });
  const guessed = guessMissing(unknown, shown, columns, chosen);
  for (const index of unknown) {
    const column = guessed.get(index);
    chosen[index] = column ? { column, by: "GUESS" } : null;
    if (column) notices.guessed(index, column.label);
    else notices.unknown(index);
  }

  const places = placesOf(chosen, shown);
  requireColumns(columns, places, shown, context);
  const mapping = shown.map((heading, index) => ({
    column: columnLetter(index),
    heading,
    field: chosen[index]?.column.field ?? null,
    by: chosen[index]?.by ?? null,
  }));
  return { width: headings.length, places, mapping, notices: notices.all };
}

/** How many different fields a line would fill as a heading, and whether the required ones are among them. */
export function knownFields(
  headings: readonly string[],
  columns: readonly ListColumn[],
  context: HeadingContext = {},
): { readonly known: number; readonly hasRequired: boolean } {
  const fields = new Set(chooseColumns(headings, columns, context).map((choice) => choice?.column.field));
  fields.delete(undefined);
  return {
    known: fields.size,
    hasRequired: columns.every(({ required = false, field }) => !required || fields.has(field)),
  };
}

/** Whether the heading numbers the lines of a sheet, and nothing else. */
export function isOrderHeading(heading: string): boolean {
  return ORDER.has(foldHeading(heading));
}

function chooseColumns(
  headings: readonly string[],
  columns: readonly ListColumn[],
  { saved = null, tags = null }: HeadingContext,
): (Choice | null)[] {
  const byField = new Map(columns.map((column) => [column.field, column]));
  const byHeading = indexByHeading(columns);
  const chosen: (Choice | null)[] = [];
  applySavedMapping(headings, saved).forEach((field, index) => {
    const previous = chosen.at(-1)?.column.field ?? null;
    const tagged = columnTagged(tags?.[index] ?? "", columns);
    const alias = choose(candidatesOf(headings[index] ?? "", byHeading), previous);
    if (field !== undefined) chosen.push(choiceOf(field === null ? undefined : byField.get(field), "SAVED"));
    else chosen.push(choiceOf(tagged ?? undefined, "TAG") ?? choiceOf(alias, "ALIAS"));
  });
  return chosen;
}

function choiceOf(column: ListColumn | undefined, by: MappedBy): Choice | null {
  return column ? { column, by } : null;
}

type HeadingIndex = ReadonlyMap<string, readonly ListColumn[]>;

const INDEXES = new WeakMap<readonly ListColumn[], HeadingIndex>();

/** Made once per list: every line at the top of every sheet is looked up in it. */
function indexByHeading(columns: readonly ListColumn[]): HeadingIndex {
  const made = INDEXES.get(columns);
  if (made) return made;
  const index = new Map<string, ListColumn[]>();
  for (const column of columns) {
    for (const heading of new Set([...column.headings, column.label].map(foldHeading))) {
      const known = index.get(heading);
      if (known) known.push(column);
      else index.set(heading, [column]);
    }
  }
  INDEXES.set(columns, index);
  return index;
}

/** The heading as a whole first; then without what it explains in brackets. */
function candidatesOf(heading: string, index: HeadingIndex): readonly ListColumn[] {
  return index.get(foldHeading(heading)) ?? index.get(foldHeading(withoutBrackets(heading))) ?? [];
}

function choose(candidates: readonly ListColumn[], previousField: string | null): ListColumn | undefined {
  if (candidates.length <= 1) return candidates[0];
  const inContext = candidates.find(
    ({ headingAfter }) => previousField !== null && headingAfter?.includes(previousField),
  );
  return inContext ?? candidates.find(({ headingAfter }) => headingAfter === undefined);
}

/** Leaves each field to its strongest column; tells of the others. @throws DUPLICATE_COLUMN */
function settleRivals(
  chosen: (Choice | null)[],
  shown: readonly string[],
  notices: HeadingNotices,
): ReadonlySet<number> {
  const byField = new Map<string, { readonly index: number; readonly choice: Choice }[]>();
  for (const [index, choice] of chosen.entries()) {
    if (!choice) continue;
    const rivals = byField.get(choice.column.field) ?? [];
    byField.set(choice.column.field, [...rivals, { index, choice }]);
  }
  const lost = new Set<number>();
  for (const rivals of byField.values()) {
    const [winner, ...rest] = rivals.sort((a, b) => STRENGTH[b.choice.by] - STRENGTH[a.choice.by]);
    for (const { index, choice } of rest) {
      if (!winner || winner.choice.by === choice.by) {
        throw duplicateColumn(choice.column.label, shown, winner?.index ?? index, index);
      }
      notices.notUsed(index, choice.column.label, winner.index);
      chosen[index] = null;
      lost.add(index);
    }
  }
  return lost;
}

/** Guesses for the fields that no column fills; two headings that would both do for one are not guessed. */
function guessMissing(
  unknown: readonly number[],
  shown: readonly string[],
  columns: readonly ListColumn[],
  chosen: readonly (Choice | null)[],
): ReadonlyMap<number, ListColumn> {
  const taken = new Set(chosen.map((choice) => choice?.column.field));
  const guesses = unknown.flatMap((index) => {
    const column = guessColumn(shown[index] ?? "", columns);
    return column && !taken.has(column.field) ? [[index, column] as const] : [];
  });
  return new Map(
    guesses.filter(([, column]) => guesses.filter(([, other]) => other === column).length === 1),
  );
}

function placesOf(
  chosen: readonly (Choice | null)[],
  shown: readonly string[],
): ReadonlyMap<string, FieldPlace> {
  const places = new Map<string, FieldPlace>();
  for (const [index, choice] of chosen.entries()) {
    if (!choice) continue;
    const { field, personal = false } = choice.column;
    places.set(field, { index, column: columnLetter(index), heading: shown[index] ?? "", personal });
  }
  return places;
}

function duplicateColumn(label: string, shown: readonly string[], a: number, b: number): ImportRefused {
  const named = (index: number): string => `${columnLetter(index)} 列“${shown[index] ?? ""}”`;
  return new ImportRefused(
    "DUPLICATE_COLUMN",
    `${named(a)}和 ${named(b)}都是“${label}”，请只留一列，或把其中一列改名。`,
  );
}

function requireColumns(
  columns: readonly ListColumn[],
  places: ReadonlyMap<string, FieldPlace>,
  shown: readonly string[],
  { sheet = null, row = 1 }: HeadingContext,
): void {
  const missing = columns.filter(({ field, required }) => required && !places.has(field));
  if (missing.length === 0) return;
  const described = missing.map(
    ({ label, headings }) => `“${label}”（可用的列名：${[...new Set([label, ...headings])].join("、")}）`,
  );
  const where = `${sheet === null ? "文件" : `工作表“${sheet}”`}${row === 0 ? "的键" : `第 ${row} 行`}`;
  throw new ImportRefused(
    "MISSING_COLUMN",
    `缺少必需的列：${described.join("；")}。${where}读到的是：${shown.join("、").slice(0, LONGEST_SHOWN)}。`,
  );
}

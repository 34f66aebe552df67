import { ImportRefused } from "./import-refused.ts";
import type { FieldPlace } from "./import-row.ts";
import type { ListColumn } from "./list-definition.ts";
import type { ColumnMapping, ImportProblem } from "./report.ts";

const MOST_COLUMNS = 200;

/** How much of a heading line a message quotes. */
const LONGEST_SHOWN = 200;

/** Numbers the lines of a sheet and changes with its order, so it identifies nothing. */
const ORDER_HEADINGS = ["序号", "行号", "No", "顺序号"];

/** Which column of the file fills which field. */
export interface HeadingMap {
  readonly width: number;
  readonly places: ReadonlyMap<string, FieldPlace>;
  readonly mapping: readonly ColumnMapping[];
  readonly notices: readonly ImportProblem[];
}

/**
 * Finds the columns by their headings. @throws TOO_MANY_COLUMNS, DUPLICATE_COLUMN, MISSING_COLUMN; headings
 * that nobody knows become notices, and their cells are not used.
 */
export function mapHeadings(
  headings: readonly string[],
  columns: readonly ListColumn[],
  ignoredHeadings: readonly string[] = [],
): HeadingMap {
  if (headings.length > MOST_COLUMNS) {
    throw new ImportRefused("TOO_MANY_COLUMNS", `表头有 ${headings.length} 列，最多 ${MOST_COLUMNS} 列。`);
  }
  const byHeading = indexByHeading(columns);
  const ignored = new Set([...ORDER_HEADINGS, ...ignoredHeadings].map(foldHeading));
  const places = new Map<string, FieldPlace>();
  const mapping: ColumnMapping[] = [];
  const notices: ImportProblem[] = [];

  headings.forEach((heading, index) => {
    const shown = heading.trim();
    const letter = columnLetter(index);
    const column = choose(candidatesOf(heading, byHeading), mapping.at(-1)?.field ?? null);
    mapping.push({ column: letter, heading: shown, field: column?.field ?? null });
    if (column) place(places, column, { index, column: letter, heading: shown });
    else if (!isIgnored(heading, ignored)) notices.push(unknownColumn(letter, shown));
  });

  requireColumns(columns, places, mapping);
  return { width: headings.length, places, mapping, notices };
}

/** Folds what people vary in a heading: width, case, spaces, punctuation, brackets. */
function foldHeading(heading: string): string {
  return heading
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}\p{C}]+/gu, "");
}

/** A, B, … Z, AA, AB … as spreadsheets name them. */
export function columnLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnLetter(Math.floor(index / 26) - 1) + last;
}

type HeadingIndex = ReadonlyMap<string, readonly ListColumn[]>;

function indexByHeading(columns: readonly ListColumn[]): HeadingIndex {
  const index = new Map<string, ListColumn[]>();
  for (const column of columns) {
    for (const heading of new Set([...column.headings, column.label].map(foldHeading))) {
      const known = index.get(heading);
      if (known) known.push(column);
      else index.set(heading, [column]);
    }
  }
  return index;
}

/** The heading as a whole first; then without what it explains in brackets: 电话（办公） is 电话. */
function candidatesOf(heading: string, index: HeadingIndex): readonly ListColumn[] {
  return index.get(foldHeading(heading)) ?? index.get(foldHeading(withoutBrackets(heading))) ?? [];
}

function withoutBrackets(heading: string): string {
  return heading.normalize("NFKC").replace(/[([{【〔][^)\]}】〕]*[)\]}】〕]/g, "");
}

function choose(candidates: readonly ListColumn[], previousField: string | null): ListColumn | undefined {
  if (candidates.length <= 1) return candidates[0];
  const inContext = candidates.find(
    ({ headingAfter }) => previousField !== null && headingAfter?.includes(previousField),
  );
  return inContext ?? candidates.find(({ headingAfter }) => headingAfter === undefined);
}

function isIgnored(heading: string, ignored: ReadonlySet<string>): boolean {
  return foldHeading(heading) === "" || ignored.has(foldHeading(heading));
}

function place(
  places: Map<string, FieldPlace>,
  { field, label, personal = false }: ListColumn,
  where: Omit<FieldPlace, "personal">,
): void {
  const first = places.get(field);
  if (first) {
    throw new ImportRefused(
      "DUPLICATE_COLUMN",
      `${first.column} 列“${first.heading}”和 ${where.column} 列“${where.heading}”都是“${label}”，` +
        "请只留一列，或把其中一列改名。",
    );
  }
  places.set(field, { ...where, personal });
}

function requireColumns(
  columns: readonly ListColumn[],
  places: ReadonlyMap<string, FieldPlace>,
  mapping: readonly ColumnMapping[],
): void {
  const missing = columns.filter(({ field, required }) => required && !places.has(field));
  if (missing.length === 0) return;
  const described = missing.map(
    ({ label, headings }) => `“${label}”（可用的列名：${[...new Set([label, ...headings])].join("、")}）`,
  );
  const read = mapping.map(({ heading }) => heading).join("、");
  throw new ImportRefused(
    "MISSING_COLUMN",
    `缺少必需的列：${described.join("；")}。文件第一行读到的是：${read.slice(0, LONGEST_SHOWN)}。`,
  );
}

function unknownColumn(column: string, heading: string): ImportProblem {
  return {
    row: 1,
    column,
    field: null,
    heading,
    severity: "NOTICE",
    code: "UNKNOWN_COLUMN",
    message: `认不出 ${column} 列“${heading}”，这一列没有导入。`,
    suggestion: "请改用认得的列名，或删去这一列。",
    value: null,
  };
}

import { foldHeading } from "../fold-heading.ts";
import type { FieldPlaces } from "../import-row.ts";

/** 合计, 本页小计：, and so on, alone in the first cell of a line of sums. */
const TOTAL = /^(?:本页|本表|本单位|以上)?(?:合计|小计|总计|共计|累计|总数)(?:[:：].*)?$/;

/** What stands beside 合计: numbers with their measures, and marks for "none". */
const SUM = /^(?:[约共计]?[-+\d.,，]+\s*\p{L}{0,3}|[-—–/\\*]+|#\p{Lu}[^\s]*)$/u;

/** A line about the form, not of the list: a note, a signature. */
const NOTE =
  /^[*※★]?\s*(?:(?:附?注|备注|说明|填表?说明|填报说明|注意事项|填报要求|提示)\s*\d*\s*[:：.、]|(?:填报|填表|制表|经办|审核|复核|审批|书记审核|负责|联系|统计|单位负责|分管领导)人?(?:签[字名章])?\s*(?:[（(][^)）]*[)）])?\s*[:：]|(?:填报|填表|制表|上报)?(?:日\s*期|时\s*间|单\s*位)\s*(?:[（(](?:公章|盖章|签章)[)）])?\s*[:：]|(?:联系)?电\s*话\s*[:：]|(?:单位)?[（(]?(?:公章|盖章|签章)[)）]?\s*[:：]?$)/;
const DAY = /^20\d{2}\s*[-/.年]\s*\d{0,2}\s*[-/.月]\s*\d{0,2}\s*日?$/;

/** What tells a sheet's data rows from the other lines between and below them. */
export interface SheetShape {
  /** The lines of the heading as they were sent. */
  readonly headingLines: readonly (readonly string[])[];
  /** Columns that only number the lines. */
  readonly orderColumns: ReadonlySet<number>;
  readonly places: FieldPlaces;
  /** Fields without which a row is none. */
  readonly requiredFields: readonly string[];
}

/**
 * Whether a row belongs to the list. Left out: lines with nothing but an order number, sums, notes and
 * signatures, and the heading where a page break repeats it. A row that has both a required cell and others
 * is always data.
 */
export function isDataRow(cells: readonly string[], shape: SheetShape): boolean {
  const written: number[] = [];
  for (let index = 0; index < cells.length; index++) {
    if (!shape.orderColumns.has(index) && (cells[index] ?? "").trim() !== "") written.push(index);
  }
  const first = leadingText(cells);
  if (written.length === 0) return false;
  if (shape.headingLines.some((line) => isRepeated(line, cells))) return false;
  return !isTotal(first, cells, written, shape) && !isNote(first, cells, written);
}

function leadingText(cells: readonly string[]): string {
  return (cells.find((cell) => cell.trim() !== "") ?? "").trim();
}

function isRepeated(line: readonly string[], cells: readonly string[]): boolean {
  // Most rows differ in the first cells; folding is for those that do not.
  if ((cells[0] ?? "").trim() !== (line[0] ?? "").trim()) return false;
  const longest = Math.max(line.length, cells.length);
  for (let index = 0; index < longest; index++) {
    if (foldHeading(line[index] ?? "") !== foldHeading(cells[index] ?? "")) return false;
  }
  return true;
}

function isTotal(
  first: string,
  cells: readonly string[],
  written: readonly number[],
  { places, requiredFields }: SheetShape,
): boolean {
  if (!TOTAL.test(first.normalize("NFKC").replace(/\s+/g, ""))) return false;
  const texts = written.map((index) => (cells[index] ?? "").trim()).filter((text) => text !== first);
  const isRequiredEmpty = requiredFields.every((field) => {
    const place = places.get(field);
    const text = place === undefined ? "" : (cells[place.index] ?? "").trim();
    return text === "" || text === first || SUM.test(text);
  });
  return isRequiredEmpty && texts.every((text) => SUM.test(text.normalize("NFKC")));
}

/** The leading cell alone, or signatures side by side. */
function isNote(first: string, cells: readonly string[], written: readonly number[]): boolean {
  if (!NOTE.test(first.normalize("NFKC"))) return false;
  return written.every((index) => {
    const text = (cells[index] ?? "").trim();
    return text === first || NOTE.test(text.normalize("NFKC")) || DAY.test(text);
  });
}

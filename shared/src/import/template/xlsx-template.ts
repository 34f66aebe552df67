import exceljs, { type Column, type DataValidation, type Worksheet } from "exceljs";
import type { ListDefinition } from "../list-definition.ts";
import { columnLetter } from "../column-letter.ts";
import { guidedColumns, type GuidedColumn } from "./guided-columns.ts";

type TemplateList = Pick<ListDefinition, "label" | "columns" | "guides">;

/** Rows below the heading that have drop-downs and formats. */
const ROWS = 1_000;
const CHOICES_SHEET = "选项";
const GUIDE_SHEET = "填写说明";

const HEADING_FILL = { type: "pattern", pattern: "solid", fgColor: { argb: "FFE7E3D6" } } as const;
const REQUIRED_FILL = { type: "pattern", pattern: "solid", fgColor: { argb: "FFF4C7B8" } } as const;

/** Excel shows at most so much when a cell is chosen. */
const LONGEST_PROMPT = 255;

/** An empty sheet to fill in, with drop-downs, and one that says how. */
export async function xlsxTemplate(list: TemplateList): Promise<Buffer> {
  const workbook = new exceljs.Workbook();
  // The same list makes the same file, byte for byte, so that nobody fetches it twice.
  workbook.created = workbook.modified = new Date(Date.UTC(2026, 0, 1));
  const columns = guidedColumns(list);
  const sheet = workbook.addWorksheet(list.label, { views: [{ state: "frozen", ySplit: 1 }] });
  const guide = workbook.addWorksheet(GUIDE_SHEET);
  const choices = workbook.addWorksheet(CHOICES_SHEET, { state: "veryHidden" });
  fillSheet(sheet, columns, writeChoices(choices, columns));
  fillGuide(guide, columns);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** @returns where each column's choices stand, by field; without a heading, so that nobody takes it for a list */
function writeChoices(sheet: Worksheet, columns: readonly GuidedColumn[]): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const { column, guide } of columns) {
    if (!guide.choices) continue;
    const letter = columnLetter(places.size);
    guide.choices.forEach((choice, i) => (sheet.getCell(`${letter}${i + 1}`).value = choice));
    places.set(column.field, `${CHOICES_SHEET}!$${letter}$1:$${letter}$${guide.choices.length}`);
  }
  return places;
}

function fillSheet(
  sheet: Worksheet,
  columns: readonly GuidedColumn[],
  choices: ReadonlyMap<string, string>,
): void {
  sheet.columns = columns.map(({ column, guide }): Partial<Column> => ({
    header: headingOf(column),
    width: widthOf(guide.example, column.label),
  }));
  for (const [i, guided] of columns.entries()) {
    const { column, guide } = guided;
    const cell = sheet.getCell(1, i + 1);
    cell.font = { bold: true };
    cell.fill = column.required ? REQUIRED_FILL : HEADING_FILL;
    cell.alignment = { vertical: "middle", wrapText: true };
    // Text, or a spreadsheet would turn 0563-… and long codes into numbers.
    sheet.getColumn(i + 1).numFmt = FORMATS[guide.kind ?? "TEXT"];
    const letter = columnLetter(i);
    validationsOf(sheet).add(
      `${letter}2:${letter}${ROWS + 1}`,
      validationFor(guided, choices.get(column.field)),
    );
  }
}

/** The mark says that it must be filled in; the import does not mind it. */
function headingOf({ label, required = false }: GuidedColumn["column"]): string {
  return required ? `${label} *` : label;
}

const FORMATS = { TEXT: "@", DATE: "yyyy-mm-dd", NUMBER: "General", WHOLE_NUMBER: "0" } as const;

function validationFor({ column, guide }: GuidedColumn, choices: string | undefined): DataValidation {
  const prompt = {
    allowBlank: true,
    showInputMessage: true,
    promptTitle: column.label,
    prompt: guide.how.join("\n").slice(0, LONGEST_PROMPT),
  };
  if (choices !== undefined) {
    // Other words that mean the same, and several at once, are taken too.
    const says = {
      showErrorMessage: !guide.several,
      errorStyle: "warning",
      errorTitle: column.label,
      error: "不在下拉的选项里，仍要填吗？Not among the choices. Keep it?",
    };
    return { type: "list", formulae: [choices], ...prompt, ...says };
  }
  return {
    type: "textLength",
    operator: "lessThanOrEqual",
    formulae: [guide.maxLength ?? 10_000],
    ...prompt,
  };
}

interface RangeValidations {
  add(range: string, validation: DataValidation): unknown;
}

/** For a range at once; exceljs has it and declares only the way cell by cell. */
function validationsOf(sheet: Worksheet): RangeValidations {
  return (sheet as unknown as { dataValidations: RangeValidations }).dataValidations;
}

function widthOf(example: string | number, label: string): number {
  return Math.min(40, Math.max(12, 2 * label.length + 4, 2 * String(example).length + 2));
}

const GUIDE_HEADINGS = [
  "这一列",
  "要填吗",
  "怎样填",
  "How to fill it in",
  "也认得这些列名 Other headings",
  "例 Example",
];
const GUIDE_WIDTHS = [16, 10, 48, 48, 48, 24];
const MOST_ALIASES = 8;

function fillGuide(sheet: Worksheet, columns: readonly GuidedColumn[]): void {
  sheet.columns = GUIDE_HEADINGS.map((header, i): Partial<Column> => ({
    header,
    width: GUIDE_WIDTHS[i] ?? 20,
  }));
  sheet.getRow(1).font = { bold: true };
  for (const { column, guide } of columns) {
    const row = sheet.addRow([
      column.label,
      column.required ? "必填 required" : "可空 optional",
      guide.how[0],
      guide.how[1],
      column.headings.slice(0, MOST_ALIASES).join("、"),
      guide.example,
    ]);
    row.alignment = { vertical: "top", wrapText: true };
  }
}

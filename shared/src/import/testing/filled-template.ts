import exceljs from "exceljs";

/** Column of the second sheet that has the examples. */
const EXAMPLES = 6;

type CellValue = string | number | null;

/**
 * A template as a person would fill it in. @param rowsOf makes the rows out of the examples of the second sheet
 */
export async function filledTemplate(
  template: Uint8Array,
  rowsOf: (examples: readonly CellValue[]) => readonly (readonly CellValue[])[] = (examples) => [examples],
): Promise<Buffer> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load(template as never);
  const [sheet, guide, choices] = workbook.worksheets;
  if (!sheet || !guide || choices?.state !== "veryHidden") throw new Error("This is no template.");
  const examples = guide
    .getColumn(EXAMPLES)
    .values.slice(2)
    .map((value) => (typeof value === "string" || typeof value === "number" ? value : null));
  for (const [i, row] of rowsOf(examples).entries()) {
    for (const [j, value] of row.entries()) sheet.getCell(i + 2, j + 1).value = value;
  }
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

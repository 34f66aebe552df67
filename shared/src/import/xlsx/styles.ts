import { kindOfBuiltIn, kindOfCode, type NumberKind } from "./date-format.ts";
import { oversizedWorkbook } from "./refusals.ts";
import { parseWhole } from "./xml.ts";

const MOST_FORMATS = 100_000;

/** How the cells of each style show a number; a style's index is its place in the list. */
export async function readStyles(chunks: AsyncIterable<Buffer>): Promise<readonly NumberKind[]> {
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let isInCellFormats = false;
  await parseWhole(chunks, {
    open(name, { numFmtId, formatCode }) {
      if (name === "cellXfs") isInCellFormats = true;
      if (name === "numFmt" && formatCode !== undefined) codes.set(Number(numFmtId), formatCode);
      if (name === "xf" && isInCellFormats) formats.push(Number(numFmtId ?? 0));
      if (formats.length + codes.size > MOST_FORMATS) throw oversizedWorkbook("单元格格式太多");
    },
    close(name) {
      if (name === "cellXfs") isInCellFormats = false;
    },
  });
  return formats.map((id) => {
    const code = codes.get(id);
    return code === undefined ? kindOfBuiltIn(id) : kindOfCode(code);
  });
}

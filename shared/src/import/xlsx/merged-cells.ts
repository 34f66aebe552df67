import { MOST_COLUMNS } from "../column-limit.ts";
import { cellPlace } from "./reference.ts";
import { oversizedWorkbook } from "./refusals.ts";

/** A merged region over several rows; its columns from 0, its rows from 1. */
export interface TallRegion {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

const MOST_REGIONS = 20_000;

/** Longer than any `mergeCell` element, so that none is cut by a chunk's end. */
const LONGEST_ELEMENT = 256;
const ROWS_END = /<\/(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*\/>/;
const REGION =
  /<(?:\w+:)?mergeCell\s[^<>]*?ref\s*=\s*["']([A-Z]{1,4}\d{1,8}):([A-Z]{1,4}\d{1,8})["'][^<>]*>/g;
const REGIONS_END = /<\/(?:\w+:)?mergeCells\s*>/;

/**
 * The merged regions of a sheet that are higher than one row, from the top. They stand behind the rows that
 * they change, so the sheet is inflated once for them alone and searched as text.
 *
 * @throws XLSX_TOO_LARGE, XLSX_BROKEN
 */
export async function readTallRegions(chunks: AsyncIterable<Buffer>): Promise<readonly TallRegion[]> {
  const regions: TallRegion[] = [];
  let count = 0;
  let isBehindRows = false;
  let carried = "";
  for await (const chunk of chunks) {
    const text = carried + chunk.toString("latin1");
    const end = isBehindRows ? 0 : endOfRows(text);
    if (end < 0) {
      carried = text.slice(-LONGEST_ELEMENT);
      continue;
    }
    isBehindRows = true;
    let read = end;
    for (const match of text.slice(end).matchAll(REGION)) {
      count += 1;
      if (count > MOST_REGIONS) throw oversizedWorkbook(`合并单元格超过 ${MOST_REGIONS} 处`);
      read = end + match.index + match[0].length;
      const region = regionOf(match[1] ?? "", match[2] ?? "");
      if (region.lastRow > region.firstRow) regions.push(region);
    }
    if (REGIONS_END.test(text.slice(end))) break;
    carried = text.slice(Math.max(read, text.length - LONGEST_ELEMENT));
  }
  return regions.sort((a, b) => a.firstRow - b.firstRow);
}

/** Where the rows end in the text, or -1. Looking for the word first is much faster than the pattern. */
function endOfRows(text: string): number {
  for (let at = text.indexOf("sheetData"); at >= 0; at = text.indexOf("sheetData", at + 1)) {
    const start = Math.max(0, text.lastIndexOf("<", at));
    const match = ROWS_END.exec(text.slice(start, at + 32));
    if (match?.index === 0) return start + match[0].length;
  }
  return -1;
}

function regionOf(first: string, last: string): TallRegion {
  const [a, b] = [cellPlace(first), cellPlace(last)];
  return {
    firstRow: Math.min(a.row, b.row),
    lastRow: Math.max(a.row, b.row),
    firstColumn: Math.min(a.column, b.column),
    lastColumn: Math.min(Math.max(a.column, b.column), MOST_COLUMNS - 1),
  };
}

/** Carries the first cell of each region down over the rows of the region. */
export class DownFill {
  #next = 0;
  /** By column: the text that is carried, and the last row it goes to. */
  readonly #carried: ({ readonly text: string; readonly lastRow: number } | undefined)[] = [];

  constructor(private readonly regions: readonly TallRegion[]) {}

  /** Fills the cells of a row that has something of its own. Rows come from the top. */
  fill(row: number, cells: string[]): void {
    for (let column = 0; column < this.#carried.length; column++) {
      const carried = this.#carried[column];
      if (carried && carried.lastRow >= row) put(cells, column, carried.text);
    }
    for (
      let region = this.regions[this.#next];
      region && region.firstRow <= row;
      region = this.regions[++this.#next]
    ) {
      this.#start(region, row, cells);
    }
  }

  #start({ firstRow, lastRow, firstColumn, lastColumn }: TallRegion, row: number, cells: string[]): void {
    // A row that is not in the file had nothing to carry down.
    const text = firstRow === row ? (cells[firstColumn] ?? "") : "";
    for (let column = firstColumn; column <= lastColumn; column++) {
      this.#carried[column] = text === "" ? undefined : { text, lastRow };
      if (text !== "") put(cells, column, text);
    }
  }
}

function put(cells: string[], column: number, text: string): void {
  while (cells.length < column) cells.push("");
  cells[column] = text;
}

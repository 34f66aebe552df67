import { mapHeadings, isOrderHeading, type HeadingMap } from "./headings.ts";
import { ImportRefused } from "./import-refused.ts";
import { readCaption, type Caption } from "./layout/caption.ts";
import { isDataRow, type SheetShape } from "./layout/data-rows.ts";
import { findHeading, HEADING_WITHIN, type FoundHeading } from "./layout/find-heading.ts";
import type { ListDefinition } from "./list-definition.ts";
import type { ImportProblem } from "./report.ts";
import type { SavedMapping } from "./saved-mapping.ts";
import type { OpenUpload, Sheet } from "./sheet.ts";
import { RECORDS_PER_BATCH, type SheetRecord } from "./sheet-record.ts";

/** A sheet whose heading has been found. */
export interface ListLayout {
  readonly sheet: string | null;
  readonly heading: HeadingMap;
  readonly headingRow: number;
  readonly caption: Caption;
  /** Data rows only: sums, notes and lines with nothing but an order number are left out. */
  readonly batches: AsyncIterable<readonly SheetRecord[]>;
}

type ListShape = Pick<ListDefinition, "columns" | "ignoredHeadings">;

/**
 * The lists of an upload, one after the other; each one's batches are read before the next is asked for.
 * Sheets that are no list are passed over; of one that looks like a list but cannot be read, `notices` is
 * told, if another could be.
 *
 * @throws ImportRefused for the sheet that comes closest to a list, if none is one
 */
export async function* layoutsOf(
  upload: OpenUpload,
  definition: ListShape,
  given: SavedMapping | null,
  notices: ImportProblem[],
): AsyncGenerator<ListLayout> {
  const passed: { readonly sheet: string | null; readonly refusal: ImportRefused; readonly known: number }[] =
    [];
  let read = 0;
  for await (const sheet of upload.sheets) {
    const found = await locate(sheet, definition, given);
    if ("refusal" in found) {
      passed.push({ sheet: sheet.name, ...found });
      continue;
    }
    read += 1;
    yield found.layout;
    notices.push(...(sheet.notices ?? []));
  }
  passed.sort((a, b) => b.known - a.known);
  if (read === 0) throw passed[0]?.refusal ?? new ImportRefused("FILE_EMPTY", "文件里没有内容。");
  for (const { sheet, refusal, known } of passed) {
    if (known >= LOOKS_LIKE_LIST) notices.push(sheetSkipped(sheet, refusal));
  }
}

/** A sheet with this many known headings in a line was meant as a list. */
const LOOKS_LIKE_LIST = 2;

type Located = { readonly layout: ListLayout } | { readonly refusal: ImportRefused; readonly known: number };

async function locate(sheet: Sheet, definition: ListShape, given: SavedMapping | null): Promise<Located> {
  const source = sheet.batches[Symbol.asyncIterator]();
  const top = await topOf(source);
  const found = findHeading(top.slice(0, HEADING_WITHIN), definition.columns, given);
  try {
    if (found === null) throw emptySheet(sheet.name);
    return { layout: layoutFrom(found, sheet.name, { top, source }, definition, given) };
  } catch (error) {
    await source.return?.();
    if (error instanceof ImportRefused) return { refusal: error, known: found?.known ?? 0 };
    throw error;
  }
}

type Source = AsyncIterator<readonly SheetRecord[]>;

async function topOf(source: Source): Promise<readonly SheetRecord[]> {
  const top: SheetRecord[] = [];
  while (top.length < HEADING_WITHIN) {
    const next = await source.next();
    if (next.done) break;
    top.push(...next.value);
  }
  return top;
}

function layoutFrom(
  { cells, tags, row, start, end }: FoundHeading,
  sheet: string | null,
  { top, source }: { readonly top: readonly SheetRecord[]; readonly source: Source },
  { columns, ignoredHeadings = [] }: ListShape,
  saved: SavedMapping | null,
): ListLayout {
  const heading = mapHeadings(cells, columns, { ignoredHeadings, saved, tags, sheet, row });
  const shape: SheetShape = {
    headingLines: top.slice(start, end).map((record) => record.cells),
    orderColumns: new Set([...cells.keys()].filter((index) => isOrderHeading(cells[index] ?? ""))),
    places: heading.places,
    requiredFields: columns.filter(({ required = false }) => required).map(({ field }) => field),
  };
  return {
    sheet,
    heading,
    headingRow: row,
    caption: readCaption(top.slice(0, start).map((record) => record.cells)),
    batches: dataRows(top.slice(end), source, shape),
  };
}

async function* dataRows(
  below: readonly SheetRecord[],
  source: Source,
  shape: SheetShape,
): AsyncGenerator<readonly SheetRecord[]> {
  const ofList = (records: readonly SheetRecord[]): readonly SheetRecord[] =>
    records.filter(({ cells }) => isDataRow(cells, shape));
  try {
    for (let start = 0; start < below.length; start += RECORDS_PER_BATCH) {
      yield ofList(below.slice(start, start + RECORDS_PER_BATCH));
    }
    for (let next = await source.next(); !next.done; next = await source.next()) yield ofList(next.value);
  } finally {
    await source.return?.();
  }
}

function emptySheet(sheet: string | null): ImportRefused {
  return new ImportRefused("FILE_EMPTY", sheet === null ? "文件里没有内容。" : `工作表“${sheet}”是空的。`);
}

function sheetSkipped(sheet: string | null, { code, message }: ImportRefused): ImportProblem {
  return {
    sheet,
    row: 1,
    column: null,
    field: null,
    heading: null,
    severity: "NOTICE",
    code: "SHEET_SKIPPED",
    message: `工作表“${sheet ?? ""}”像是清单，但读不出（${code}），没有导入。${message}`,
    suggestion: "请改好表头重发；如果它不是清单，请改名或删去。",
    value: null,
  };
}

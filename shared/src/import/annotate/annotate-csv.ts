import { guessDelimiter } from "../csv.ts";
import { decodedText, type ByteSource, type Encoding } from "../decode.ts";
import { RESULT_HEADINGS } from "./result-headings.ts";
import { type RowRemarks } from "./row-remarks.ts";
import { splitRecords, type RawRecord } from "./split-records.ts";

/** Cells beyond this are no table; a row with more gets its result behind them. */
const MOST_COLUMNS = 200;

const LONGEST_BEGINNING = 64 * 1024;

/** Excel takes a file without it for the local encoding. */
const BYTE_ORDER_MARK = "\ufeff";

/**
 * A CSV file with two columns added, in UTF-8: what was sent stays as it was to the character, quotes and
 * line ends too. Columns that an earlier report has added are replaced.
 */
export async function* annotatedCsv(
  file: ByteSource,
  encoding: Encoding,
  remarks: RowRemarks,
): AsyncGenerator<string> {
  const shape = await shapeOf(file, encoding, remarks.headingRow(null));
  const writer = new RowWriter(shape, remarks);
  let pending = BYTE_ORDER_MARK;
  for await (const records of splitRecords(decodedText(file, encoding), shape.delimiter)) {
    yield pending + records.map((record) => writer.write(record)).join("");
    pending = "";
  }
  if (pending !== "") yield pending;
}

interface CsvShape {
  readonly delimiter: string;
  /** How many cells stand before the added ones. */
  readonly width: number;
  /** The first cell that an earlier report has added, if there is one. */
  readonly oldResultsAt: number | null;
  readonly headingRow: number;
}

/** Read in a pass of its own: the added cells stand in one column only if the widest row is known. */
async function shapeOf(file: ByteSource, encoding: Encoding, headingRow: number): Promise<CsvShape> {
  const delimiter = guessDelimiter(await beginningOf(file, encoding));
  let row = 0;
  let width = 0;
  let oldResultsAt: number | null = null;
  for await (const records of splitRecords(decodedText(file, encoding), delimiter)) {
    for (const record of records) {
      row += 1;
      if (row === headingRow) oldResultsAt = oldResultsOf(record);
      if (record.starts.length <= MOST_COLUMNS) width = Math.max(width, record.starts.length);
    }
  }
  return { delimiter, width: oldResultsAt ?? width, oldResultsAt, headingRow };
}

/** As much as the reader of lists looks at, so that both find the same delimiter. */
async function beginningOf(file: ByteSource, encoding: Encoding): Promise<string> {
  let beginning = "";
  for await (const text of decodedText(file, encoding)) {
    beginning += text;
    if (beginning.length >= LONGEST_BEGINNING) break;
  }
  return beginning.slice(0, LONGEST_BEGINNING);
}

function oldResultsOf({ text, starts }: RawRecord): number | null {
  const at = starts.length - RESULT_HEADINGS.length;
  const last = text.slice(starts[at]);
  const isOurs = RESULT_HEADINGS.every((heading) => last.includes(heading));
  return at > 0 && isOurs && last.length <= RESULT_HEADINGS.join("").length + 5 ? at : null;
}

class RowWriter {
  #row = 0;
  #lineEnd = "\r\n";

  constructor(
    private readonly shape: CsvShape,
    private readonly remarks: RowRemarks,
  ) {}

  write(record: RawRecord): string {
    this.#row += 1;
    if (record.lineEnd !== "") this.#lineEnd = record.lineEnd;
    const { text, count } = this.#asSent(record);
    const added = this.#added();
    if (added === null) return text + record.lineEnd;
    const { delimiter, width } = this.shape;
    const padding = delimiter.repeat(Math.max(0, width - count));
    return (
      [text + padding, ...added.map((cell) => quoted(cell))].join(delimiter) +
      (record.lineEnd || this.#lineEnd)
    );
  }

  #added(): readonly string[] | null {
    if (this.#row === this.shape.headingRow) return RESULT_HEADINGS;
    const remark = this.remarks.of(null, this.#row);
    return remark && [remark.verdict, remark.text];
  }

  #asSent({ text, starts }: RawRecord): { text: string; count: number } {
    const { oldResultsAt } = this.shape;
    const cut = oldResultsAt === null ? undefined : starts[oldResultsAt];
    return cut === undefined
      ? { text, count: starts.length }
      : { text: text.slice(0, cut - 1), count: oldResultsAt ?? 0 };
  }
}

function quoted(cell: string): string {
  return /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

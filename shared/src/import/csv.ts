import { pipeline } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import { ImportRefused } from "./import-refused.ts";
import { isBlank, type SheetRecord } from "./sheet-record.ts";

const DELIMITERS = [",", ";", "\t"] as const;

/** A heading line longer than this is no list; a record longer than this has an unclosed quote. */
const LONGEST_HEADING = 64 * 1024;
const LONGEST_RECORD = 1024 * 1024;

/** How many records are read before other requests get their turn. */
const RECORDS_PER_TURN = 500;

/**
 * Reads CSV as people's programs write it: comma, semicolon or tab (guessed from the heading), quotes by
 * RFC 4180, any line end. @throws FILE_TRUNCATED, CSV_QUOTE, RECORD_TOO_LONG
 */
export async function* readCsv(text: AsyncIterable<string>): AsyncGenerator<SheetRecord> {
  const { beginning, rest } = await takeBeginning(text);
  const parser = parse({
    delimiter: guessDelimiter(beginning),
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: LONGEST_RECORD,
  });
  // A fault of the source surfaces in the loop below, through the parser it destroys.
  const feeding = pipeline(rest, parser).catch(() => undefined);
  let number = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      number += 1;
      if (number % RECORDS_PER_TURN === 0) await new Promise(setImmediate);
      if (!isBlank(cells)) yield { number, cells };
    }
  } catch (error) {
    throw error instanceof CsvError ? refusalOf(error) : error;
  } finally {
    parser.destroy();
    await feeding;
  }
}

/** The delimiter that stands most often outside quotes in the heading line. */
export function guessDelimiter(beginning: string): string {
  const heading =
    beginning
      .replace(/"[^"]*"?/g, "")
      .trimStart()
      .split(/[\r\n]/, 1)[0] ?? "";
  const counts = DELIMITERS.map((delimiter) => heading.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}

interface Taken {
  readonly beginning: string;
  readonly rest: AsyncGenerator<string>;
}

async function takeBeginning(text: AsyncIterable<string>): Promise<Taken> {
  const source = text[Symbol.asyncIterator]();
  let beginning = "";
  while (!/[\r\n]/.test(beginning.trimStart()) && beginning.length < LONGEST_HEADING) {
    const next = await source.next();
    if (next.done) break;
    beginning += next.value;
  }
  async function* rest(): AsyncGenerator<string> {
    yield beginning;
    for (let next = await source.next(); !next.done; next = await source.next()) yield next.value;
  }
  return { beginning: beginning.slice(0, LONGEST_HEADING), rest: rest() };
}

function refusalOf(error: CsvError): ImportRefused {
  // Its own count: the parser runs ahead of the records that were taken from it.
  const number = Number(error.records) + 1;
  switch (error.code) {
    case "CSV_QUOTE_NOT_CLOSED":
      return new ImportRefused(
        "FILE_TRUNCATED",
        `第 ${number} 条记录的双引号没有收尾，文件可能没有传完整。请检查后重新发送。`,
      );
    case "CSV_MAX_RECORD_SIZE":
      return new ImportRefused(
        "RECORD_TOO_LONG",
        `第 ${number} 条记录超过 ${LONGEST_RECORD} 字节，可能缺了一个双引号，或不是 CSV。`,
      );
    default:
      return new ImportRefused(
        "CSV_QUOTE",
        `第 ${number} 条记录的双引号位置不对：含引号的单元格要整个用双引号括起来，里面的双引号写两遍。`,
      );
  }
}

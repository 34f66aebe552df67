import { CsvRecords } from "./csv-records.ts";
import type { SheetRecord } from "./sheet-record.ts";

const DELIMITERS = [",", ";", "\t"] as const;

/** How much of a file is looked at to find its delimiter: titles may stand above the heading. */
const LINES_LOOKED_AT = 20;
const LONGEST_BEGINNING = 64 * 1024;

/**
 * Reads CSV as people's programs write it: comma, semicolon or tab (guessed), quotes by RFC 4180, any line
 * end. @throws FILE_TRUNCATED, CSV_QUOTE, RECORD_TOO_LONG, TOO_MANY_COLUMNS
 */
export async function* readCsv(text: AsyncIterable<string>): AsyncGenerator<readonly SheetRecord[]> {
  const source = text[Symbol.asyncIterator]();
  try {
    let part = "";
    while (part.length < LONGEST_BEGINNING) {
      const next = await source.next();
      if (next.done) break;
      part += next.value;
    }
    const records = new CsvRecords(guessDelimiter(part.slice(0, LONGEST_BEGINNING)).charCodeAt(0));
    for (let next = await source.next(); !next.done; next = await source.next()) {
      yield* inTurns(records.read(part, false));
      part = next.value;
    }
    yield* inTurns(records.read(part, true));
  } finally {
    await source.return?.();
  }
}

/** The delimiter that cuts the most of the first lines into the most columns, quoted text aside. */
export function guessDelimiter(beginning: string): string {
  const lines = beginning
    .replace(/"[^"]*"?/g, "")
    .split(/[\r\n]+/, LINES_LOOKED_AT + 1)
    .filter((line) => line.trim() !== "")
    .slice(0, LINES_LOOKED_AT);
  const scores = DELIMITERS.map((delimiter) =>
    scoreOf(lines.map((line) => line.split(delimiter).length - 1)),
  );
  return DELIMITERS[scores.indexOf(Math.max(...scores))] ?? ",";
}

/** Lines that agree on a number of columns speak for it, and wide tables more than narrow ones. */
function scoreOf(counts: readonly number[]): number {
  const scores = counts.map((count) => count * counts.filter((other) => other === count).length);
  return Math.max(0, ...scores);
}

/** Other requests get their turn between two batches. */
async function* inTurns<T>(batches: Iterable<T>): AsyncGenerator<T> {
  for (const batch of batches) {
    yield batch;
    await new Promise(setImmediate);
  }
}

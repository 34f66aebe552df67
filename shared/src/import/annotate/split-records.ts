/** One record of a CSV text, untouched. */
export interface RawRecord {
  /** Without its line end. */
  readonly text: string;
  /** Where each cell begins in `text`. */
  readonly starts: readonly number[];
  /** Empty for a last line without one. */
  readonly lineEnd: string;
}

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
/** No delimiter and no line end is beyond it; most characters are. */
const LAST_SPECIAL = 0x3b;

/** How many records are handed on at once. */
const BATCH = 500;

/**
 * Cuts CSV text into records without changing a character, by the rules that the reader of lists follows: a
 * quote opens a cell only at its beginning, and any line end closes a record. The text has been read before,
 * so nothing is refused here.
 */
export async function* splitRecords(
  text: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<readonly RawRecord[]> {
  const splitter = new RecordSplitter(delimiter.charCodeAt(0));
  for await (const chunk of text) yield* inBatches(splitter.take(chunk));
  yield* inBatches(splitter.end());
}

function* inBatches(records: readonly RawRecord[]): Generator<readonly RawRecord[]> {
  for (let start = 0; start < records.length; start += BATCH) yield records.slice(start, start + BATCH);
}

class RecordSplitter {
  #rest = "";
  /** Where reading goes on in `#rest`. */
  #at = 0;
  #starts: number[] = [0];
  #isQuoted = false;

  constructor(private readonly delimiter: number) {}

  take(chunk: string): RawRecord[] {
    this.#rest += chunk;
    const records: RawRecord[] = [];
    let recordStart = 0;
    let at = this.#at;
    const { length } = this.#rest;
    while (at < length) {
      if (this.#rest.charCodeAt(at) > LAST_SPECIAL) {
        at += 1;
        continue;
      }
      const end = this.#lineEndAt(at, recordStart);
      // A CR may be half of a line end that the next chunk completes.
      if (end === "wait") break;
      if (end === null) {
        at += 1;
        continue;
      }
      records.push({ text: this.#rest.slice(recordStart, at), starts: this.#starts, lineEnd: end });
      at += end.length;
      recordStart = at;
      this.#starts = [0];
    }
    this.#rest = this.#rest.slice(recordStart);
    this.#at = at - recordStart;
    return records;
  }

  end(): RawRecord[] {
    if (this.#rest === "") return [];
    const isEnded = this.#rest.endsWith("\r") && !this.#isQuoted;
    const text = isEnded ? this.#rest.slice(0, -1) : this.#rest;
    return [{ text, starts: this.#starts, lineEnd: isEnded ? "\r" : "" }];
  }

  /** The line end at this character, null if it is none; keeps count of cells and quotes. */
  #lineEndAt(at: number, recordStart: number): "\r\n" | "\r" | "\n" | "wait" | null {
    const code = this.#rest.charCodeAt(at);
    if (code === QUOTE) {
      // A doubled quote closes the cell and opens it again. Inside a bare cell a quote means itself.
      const cellStart = recordStart + (this.#starts.at(-1) ?? 0);
      if (this.#rest.charCodeAt(cellStart) === QUOTE) this.#isQuoted = !this.#isQuoted;
      return null;
    }
    if (this.#isQuoted) return null;
    if (code === this.delimiter) this.#starts.push(at - recordStart + 1);
    if (code === LF) return "\n";
    if (code !== CR) return null;
    if (at + 1 === this.#rest.length) return "wait";
    return this.#rest.charCodeAt(at + 1) === LF ? "\r\n" : "\r";
  }
}

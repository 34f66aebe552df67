import { oversizedWorkbook } from "./refusals.ts";
import { RichText } from "./rich-text.ts";
import { parseWhole } from "./xml.ts";

const MOST_STRINGS = 2_000_000;
const MOST_BYTES = 64 * 1024 * 1024;
const BLOCK_BYTES = 256 * 1024;
/** Longer texts are decoded once, so that a million cells with the same one share it. */
const LONG_BYTES = 1024;

/**
 * The texts that cells share. Kept as UTF-8 in blocks, because strings from a parser hold on to the chunks
 * they were cut from.
 */
export class SharedStrings {
  readonly #blocks: Buffer[] = [];
  /** Block, start and length of each text. */
  #places = new Uint32Array(3 * 1024);
  readonly #long = new Map<number, string>();
  #count = 0;
  #bytes = 0;
  #used = BLOCK_BYTES;

  /** @throws XLSX_TOO_LARGE, XLSX_BROKEN */
  static async read(chunks: AsyncIterable<Buffer>): Promise<SharedStrings> {
    const strings = new SharedStrings();
    const text = new RichText();
    await parseWhole(chunks, {
      open(name) {
        if (name === "si") text.clear();
        else text.open(name);
      },
      text(part) {
        text.add(part);
      },
      close(name) {
        if (name === "si") strings.add(text.take());
        else text.close(name);
      },
    });
    return strings;
  }

  add(text: string): void {
    const bytes = Buffer.from(text);
    this.#bytes += bytes.length;
    if (this.#count >= MOST_STRINGS || this.#bytes > MOST_BYTES) throw oversizedWorkbook("文字太多");
    if (this.#used + bytes.length > BLOCK_BYTES) {
      this.#blocks.push(Buffer.allocUnsafeSlow(Math.max(BLOCK_BYTES, bytes.length)));
      this.#used = 0;
    }
    bytes.copy(this.#blocks.at(-1) ?? bytes, this.#used);
    this.#place(this.#blocks.length - 1, this.#used, bytes.length);
    this.#used += bytes.length;
  }

  /** Undefined for an index that there is not. */
  at(index: number): string | undefined {
    if (!Number.isInteger(index) || index < 0 || index >= this.#count) return undefined;
    const block = this.#places[3 * index] ?? 0;
    const start = this.#places[3 * index + 1] ?? 0;
    const length = this.#places[3 * index + 2] ?? 0;
    if (length <= LONG_BYTES) return this.#decode(block, start, length);
    const text = this.#long.get(index) ?? this.#decode(block, start, length);
    this.#long.set(index, text);
    return text;
  }

  #decode(block: number, start: number, length: number): string {
    return this.#blocks[block]?.toString("utf8", start, start + length) ?? "";
  }

  #place(block: number, start: number, length: number): void {
    if (3 * this.#count === this.#places.length) {
      const grown = new Uint32Array(2 * this.#places.length);
      grown.set(this.#places);
      this.#places = grown;
    }
    this.#places.set([block, start, length], 3 * this.#count);
    this.#count += 1;
  }
}

import { dayNumber, FIRST_DAY, LAST_DAY, type IndexDocument } from "./document.ts";
import type { Interner } from "./interner.ts";

/** How often a word stands in a document is kept in the upper bits of a posting. */
const COUNT_SHIFT = 24;
const MOST_COUNT = 0x7f;
/** Documents that one layer can hold. */
const MOST_DOCUMENTS = 1 << COUNT_SHIFT;
const DOCUMENT_MASK = MOST_DOCUMENTS - 1;

/** What a posting points at: the document's position, or in a document's own list the word's number. */
export function positionOf(posting: number): number {
  return posting & DOCUMENT_MASK;
}

/** How often the posting's word stands in its document, at least 1. */
export function countOf(posting: number): number {
  return posting >>> COUNT_SHIFT;
}

/** Interners that all layers of a process share. */
export interface Vocabulary {
  readonly words: Interner;
  readonly areas: Interner;
  readonly units: Interner;
}

/**
 * Documents and, for each of their words, where it stands: plain numbers in typed arrays (24 bytes and some
 * 8 for every word a document), written once and never changed, so that a search is not disturbed by a
 * change that comes in meanwhile.
 */
export class Layer {
  /** 16 bytes each, in ascending order. */
  readonly ids: Buffer;
  readonly areas: Int32Array;
  readonly owners: Int32Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  private readonly forward: Ragged;
  /** Numbers of the words that occur, ascending, and beside them their postings. */
  private readonly terms: Int32Array;
  private readonly postings: Ragged;

  private constructor(columns: Columns, forward: Ragged) {
    this.ids = columns.ids;
    this.areas = columns.areas;
    this.owners = columns.owners;
    this.from = columns.from;
    this.to = columns.to;
    this.forward = forward;
    [this.terms, this.postings] = invert(forward);
  }

  get size(): number {
    return this.areas.length;
  }

  /** @param documents sorted by id */
  static of(documents: readonly IndexDocument[], vocabulary: Vocabulary): Layer {
    const columns = emptyColumns(documents.length);
    const forward = new RaggedBuilder(documents.length);
    documents.forEach((document, at) => {
      columns.ids.write(document.id.replaceAll("-", ""), at * 16, "hex");
      columns.areas[at] = vocabulary.areas.numberOf(document.areaCode);
      columns.owners[at] =
        document.ownerUnitId === null ? -1 : vocabulary.units.numberOf(document.ownerUnitId);
      columns.from[at] = dayNumber(document.from, FIRST_DAY);
      columns.to[at] = dayNumber(document.to, LAST_DAY);
      forward.add(counted(document.tokens, vocabulary.words));
    });
    return new Layer(columns, forward.done());
  }

  /** Two layers as one. @param replaced positions of `older` that `newer` replaces or that are gone */
  static merge(older: Layer, replaced: ReadonlySet<number>, newer: Layer): Layer {
    const columns = emptyColumns(older.size - replaced.size + newer.size);
    const forward = new RaggedBuilder(columns.areas.length);
    let at = 0;
    const take = (layer: Layer, position: number): void => {
      layer.ids.copy(columns.ids, at * 16, position * 16, position * 16 + 16);
      columns.areas[at] = layer.areas[position] ?? -1;
      columns.owners[at] = layer.owners[position] ?? -1;
      columns.from[at] = layer.from[position] ?? FIRST_DAY;
      columns.to[at] = layer.to[position] ?? LAST_DAY;
      forward.add(layer.forward.row(position));
      at += 1;
    };
    let next = 0;
    for (let position = 0; position < older.size; position++) {
      if (replaced.has(position)) continue;
      while (next < newer.size && newer.compareId(next, older.ids, position) < 0) take(newer, next++);
      take(older, position);
    }
    while (next < newer.size) take(newer, next++);
    return new Layer(columns, forward.done());
  }

  /** Postings of a word, as long as the layer lives. */
  find(word: number): Int32Array {
    const at = search(this.terms.length, (i) => (this.terms[i] ?? 0) - word);
    return at < 0 ? NONE : this.postings.row(at);
  }

  /** Words of one document, each with its count in the upper bits in place of a position. */
  wordsAt(position: number): Int32Array {
    return this.forward.row(position);
  }

  /** Where a document stands, or -1. @param id 16 bytes at `offset` rows into `ids` */
  positionOfId(ids: Buffer, row: number): number {
    return search(this.size, (i) => this.compareId(i, ids, row));
  }

  compareId(position: number, ids: Buffer, row: number): number {
    return this.ids.compare(ids, row * 16, row * 16 + 16, position * 16, position * 16 + 16);
  }

  idAt(position: number): string {
    const hex = this.ids.toString("hex", position * 16, position * 16 + 16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }
}

type Columns = Pick<Layer, "ids" | "areas" | "owners" | "from" | "to">;

const NONE = new Int32Array(0);

function emptyColumns(size: number): Columns {
  return {
    ids: Buffer.alloc(size * 16),
    areas: new Int32Array(size),
    owners: new Int32Array(size),
    from: new Int32Array(size),
    to: new Int32Array(size),
  };
}

/** Rows of different lengths, one after the other. */
class Ragged {
  readonly starts: Uint32Array;
  readonly values: Int32Array;

  constructor(starts: Uint32Array, values: Int32Array) {
    this.starts = starts;
    this.values = values;
  }

  get size(): number {
    return this.starts.length - 1;
  }

  row(at: number): Int32Array {
    return this.values.subarray(this.starts[at], this.starts[at + 1]);
  }
}

class RaggedBuilder {
  private readonly starts: Uint32Array;
  private values: Int32Array;
  private rows = 0;

  constructor(rows: number) {
    this.starts = new Uint32Array(rows + 1);
    this.values = new Int32Array(rows * 24);
  }

  add(row: ArrayLike<number>): void {
    const start = this.starts[this.rows] ?? 0;
    const end = start + row.length;
    if (end > this.values.length) {
      const longer = new Int32Array(Math.ceil(end * 1.5));
      longer.set(this.values);
      this.values = longer;
    }
    this.values.set(row, start);
    this.rows += 1;
    this.starts[this.rows] = end;
  }

  done(): Ragged {
    return new Ragged(this.starts, this.values.slice(0, this.starts[this.rows]));
  }
}

/** The distinct words with their counts: the count above, the word's number below. */
function counted(tokens: readonly string[], words: Interner): number[] {
  const counts = new Map<number, number>();
  for (const token of tokens) {
    const word = words.numberOf(token);
    counts.set(word, Math.min(MOST_COUNT, (counts.get(word) ?? 0) + 1));
  }
  return [...counts].map(([word, count]) => (count << COUNT_SHIFT) | word);
}

/** From words by document to documents by word, by counting: no word is compared with another. */
function invert(forward: Ragged): [Int32Array, Ragged] {
  const [terms, rowOf] = distinctWords(forward.values);
  const starts = startsOf(terms.length, forward.values, rowOf);
  const next = starts.slice();
  const postings = new Int32Array(forward.values.length);
  for (let document = 0; document < forward.size; document++) {
    for (const value of forward.row(document)) {
      const row = rowOf[positionOf(value)] ?? 0;
      const at = next[row] ?? 0;
      postings[at] = (countOf(value) << COUNT_SHIFT) | document;
      next[row] = at + 1;
    }
  }
  return [terms, new Ragged(starts, postings)];
}

/** Where each word's postings begin: how many postings all words before it have. */
function startsOf(rows: number, values: Int32Array, rowOf: Int32Array): Uint32Array {
  const starts = new Uint32Array(rows + 1);
  for (const value of values) {
    const after = (rowOf[positionOf(value)] ?? 0) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let row = 0; row < rows; row++) starts[row + 1] = (starts[row + 1] ?? 0) + (starts[row] ?? 0);
  return starts;
}

/** The words that occur, ascending, and the row of each by its number. */
function distinctWords(values: Int32Array): [Int32Array, Int32Array] {
  let last = -1;
  for (const value of values) last = Math.max(last, positionOf(value));
  const rowOf = new Int32Array(last + 1);
  for (const value of values) rowOf[positionOf(value)] = 1;
  const terms: number[] = [];
  for (let word = 0; word <= last; word++) {
    if (rowOf[word] !== 1) continue;
    rowOf[word] = terms.length;
    terms.push(word);
  }
  return [Int32Array.from(terms), rowOf];
}

/** Binary search: where `compare` is 0, or -1. */
function search(size: number, compare: (at: number) => number): number {
  let low = 0;
  let high = size - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const order = compare(middle);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

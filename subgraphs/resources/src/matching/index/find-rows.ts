import type { CountyIndex } from "./county-index.ts";
import { dayNumber, FIRST_DAY, LAST_DAY } from "./document.ts";
import { countOf, positionOf, type Layer } from "./layer.ts";

/** What the index is asked. */
export interface IndexQuery {
  /** Token → how much a row promises that has it, before rarity. */
  readonly weights: ReadonlyMap<string, number>;
  /** Whether a row for (or in) an area comes into question at all. */
  readonly fitsArea: (areaCode: string) => boolean;
  /** YYYY-MM-DD or null for open: rows valid at no day of this window are not usable. */
  readonly from: string | null;
  readonly to: string | null;
  /** The asker's own rows are not usable. */
  readonly unitId: string | null;
}

export interface Depth {
  /** How many usable rows are wanted. */
  readonly usable: number;
  /** How many that fail area, window or unit, to say why they do. */
  readonly other: number;
}

interface Found {
  readonly layer: Layer;
  readonly position: number;
  readonly promise: number;
}

/** Saturation of repeated words, as BM25's k1. */
const K1 = 1.2;
/** Marks of categories are not words: their rarity is how full the list is, not how telling they are. */
const UNWEIGHED = /^[=@]/;

/**
 * The ids of the most promising rows, usable ones first in either group by promise, then by id. Rows that
 * share no token with the query are not found.
 */
export function findRows(index: CountyIndex, query: IndexQuery, depth: Depth): string[] {
  const usable = new Best(depth.usable);
  const other = new Best(depth.other);
  for (const [layer, skipped] of [
    [index.base, index.replaced],
    [index.recent, null],
  ] as const) {
    const promises = promisesOf(index, layer, query);
    const isUsable = usability(index, layer, query);
    for (let position = 0; position < layer.size; position++) {
      const promise = promises[position] ?? 0;
      if (promise === 0 || skipped?.has(position)) continue;
      (isUsable(position) ? usable : other).offer({ layer, position, promise });
    }
  }
  return [...usable.take(), ...other.take()].map(({ layer, position }) => layer.idAt(position));
}

function promisesOf(index: CountyIndex, layer: Layer, { weights }: IndexQuery): Float32Array {
  const promises = new Float32Array(layer.size);
  for (const [token, weight] of weights) {
    const word = index.vocabulary.words.find(token);
    if (word < 0) continue;
    const factor = UNWEIGHED.test(token) ? weight : weight * rarity(index.frequency(token), index.size);
    for (const posting of layer.find(word)) {
      const position = positionOf(posting);
      const count = countOf(posting);
      promises[position] = (promises[position] ?? 0) + (factor * count * (K1 + 1)) / (count + K1);
    }
  }
  return promises;
}

/** How telling a word is: ln(1 + (rows without it + 0.5) / (rows with it + 0.5)), as BM25 has it. */
export function rarity(frequency: number, size: number): number {
  const holding = Math.min(frequency, size);
  return Math.log(1 + (size - holding + 0.5) / (holding + 0.5));
}

function usability(
  { vocabulary }: CountyIndex,
  layer: Layer,
  query: IndexQuery,
): (position: number) => boolean {
  const from = dayNumber(query.from, FIRST_DAY);
  const to = dayNumber(query.to, LAST_DAY);
  const own = query.unitId === null ? -2 : vocabulary.units.find(query.unitId);
  const known = new Map<number, boolean>();
  const fits = (area: number): boolean => {
    let fit = known.get(area);
    if (fit === undefined) known.set(area, (fit = query.fitsArea(vocabulary.areas.textOf(area))));
    return fit;
  };
  return (position) =>
    (layer.to[position] ?? 0) >= from &&
    (layer.from[position] ?? 0) <= to &&
    layer.owners[position] !== own &&
    fits(layer.areas[position] ?? -1);
}

/** The best so far, the worst of them on top of a heap. */
class Best {
  private readonly size: number;
  private readonly heap: Found[] = [];

  constructor(size: number) {
    this.size = size;
  }

  offer(found: Found): void {
    if (this.heap.length < this.size) {
      this.heap.push(found);
      this.rise(this.heap.length - 1);
    } else if (this.heap[0] !== undefined && isBetter(found, this.heap[0])) {
      this.heap[0] = found;
      this.sink();
    }
  }

  /** Best first. */
  take(): Found[] {
    return this.heap.sort((a, b) => (isBetter(a, b) ? -1 : 1));
  }

  private rise(at: number): void {
    const { heap } = this;
    for (let child = at; child > 0;) {
      const parent = (child - 1) >> 1;
      const [a, b] = [heap[parent], heap[child]];
      if (a === undefined || b === undefined || !isBetter(a, b)) return;
      [heap[parent], heap[child]] = [b, a];
      child = parent;
    }
  }

  private sink(): void {
    const { heap } = this;
    for (let parent = 0; ;) {
      let worst = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        const [a, b] = [heap[worst], heap[child]];
        if (a !== undefined && b !== undefined && isBetter(a, b)) worst = child;
      }
      const [a, b] = [heap[parent], heap[worst]];
      if (worst === parent || a === undefined || b === undefined) return;
      [heap[parent], heap[worst]] = [b, a];
      parent = worst;
    }
  }
}

function isBetter(a: Found, b: Found): boolean {
  if (a.promise !== b.promise) return a.promise > b.promise;
  return a.layer.compareId(a.position, b.layer.ids, b.position) < 0;
}

import type { IndexDocument } from "./document.ts";
import { Layer, positionOf, type Vocabulary } from "./layer.ts";

/** Changes are folded into the base when they exceed this share of it, and this number. */
const FOLD_SHARE = 0.1;
const FOLD_AT_LEAST = 2_000;

const NOTHING: ReadonlySet<number> = new Set();

/**
 * The listed rows of one county: a large base and a small layer of what changed since, either of which is
 * replaced, never altered. What a search sees therefore holds together, whatever comes in meanwhile.
 */
export class CountyIndex {
  /** The rows as they were when the last fold was made. */
  readonly base: Layer;
  /** Positions of the base that have changed or gone since. */
  readonly replaced: ReadonlySet<number>;
  readonly recent: Layer;
  readonly vocabulary: Vocabulary;
  private goneCounts: Map<number, number> | undefined;

  constructor(
    vocabulary: Vocabulary,
    base: Layer = Layer.of([], vocabulary),
    replaced: ReadonlySet<number> = NOTHING,
    recent: Layer = Layer.of([], vocabulary),
  ) {
    this.vocabulary = vocabulary;
    this.base = base;
    this.replaced = replaced;
    this.recent = recent;
  }

  get size(): number {
    return this.base.size - this.replaced.size + this.recent.size;
  }

  /** The index with these rows as they are now. */
  with(changed: readonly IndexDocument[]): CountyIndex {
    if (changed.length === 0) return this;
    const latest = [...new Map(changed.map((document) => [document.id, document])).values()];
    latest.sort((a, b) => (a.id < b.id ? -1 : 1));
    const listed = Layer.of(
      latest.filter(({ isListed }) => isListed),
      this.vocabulary,
    );
    if (this.size === 0) return new CountyIndex(this.vocabulary, listed);
    const touched = Layer.of(latest, this.vocabulary);
    const recent = Layer.merge(this.recent, positionsOf(touched, this.recent), listed);
    const replaced = new Set([...this.replaced, ...positionsOf(touched, this.base)]);
    if (recent.size + replaced.size < Math.max(FOLD_AT_LEAST, this.base.size * FOLD_SHARE))
      return new CountyIndex(this.vocabulary, this.base, replaced, recent);
    return new CountyIndex(this.vocabulary, Layer.merge(this.base, replaced, recent));
  }

  /** In how many rows a word stands. */
  frequency(token: string): number {
    const word = this.vocabulary.words.find(token);
    if (word < 0) return 0;
    this.goneCounts ??= countWords(this.base, this.replaced);
    return this.base.find(word).length - (this.goneCounts.get(word) ?? 0) + this.recent.find(word).length;
  }
}

/** In how many of these documents each word stands. */
function countWords(layer: Layer, positions: Iterable<number>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const position of positions) {
    for (const value of layer.wordsAt(position)) {
      counts.set(positionOf(value), (counts.get(positionOf(value)) ?? 0) + 1);
    }
  }
  return counts;
}

/** Where the rows of one layer stand in another that has them too. */
function positionsOf(rows: Layer, within: Layer): Set<number> {
  const positions = new Set<number>();
  for (let row = 0; row < rows.size; row++) {
    const position = within.positionOfId(rows.ids, row);
    if (position >= 0) positions.add(position);
  }
  return positions;
}

import { rarity } from "./index/find-rows.ts";

/** How often words occur in the index; rare ones say more. */
export interface Corpus {
  readonly size: number;
  /** In how many rows a word stands. */
  frequency(token: string): number;
}

const K1 = 1.2;
const B = 0.6;
const AVERAGE_LENGTH = 24;
/** A shared concept says more than a shared word. */
const CONCEPT_BOOST = 1.6;

/** A text as BM25 reads it: words and concepts with how often they stand. Category tokens are not text. */
interface Document {
  readonly counts: ReadonlyMap<string, number>;
  readonly length: number;
}

/** One supply stands before many needs of a request: its tokens are counted once. */
const documents = new WeakMap<readonly string[], Document>();

/** The words and concepts of a query, each with how much it says: its rarity, more for a concept. */
export type WeighedQuery = ReadonlyMap<string, number>;

/** Weighs a query once, to be held against many documents. */
export function weigh(query: readonly string[], corpus: Corpus): WeighedQuery {
  return new Map(
    [...new Set(query)].map((token) => {
      const boost = token.startsWith("#") ? CONCEPT_BOOST : 1;
      return [token, boost * rarity(corpus.frequency(token), corpus.size)];
    }),
  );
}

/** Words and concepts that were said; the other marks are not text. */
export function isText(token: string): boolean {
  return !/^[=@~^]/.test(token);
}

/** BM25 of a document, given by its stored tokens, for a query. */
export function bm25(query: WeighedQuery, tokens: readonly string[]): number {
  const { counts, length } = documentOf(tokens);
  const dampening = K1 * (1 - B + (B * length) / AVERAGE_LENGTH);
  let score = 0;
  for (const [token, weight] of query) {
    const count = counts.get(token);
    if (count !== undefined) score += (weight * (count * (K1 + 1))) / (count + dampening);
  }
  return score;
}

function documentOf(tokens: readonly string[]): Document {
  const known = documents.get(tokens);
  if (known !== undefined) return known;
  const counts = new Map<string, number>();
  let length = 0;
  for (const token of tokens) {
    if (!isText(token)) continue;
    length += 1;
    counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  const document = { counts, length };
  documents.set(tokens, document);
  return document;
}

/** How often words occur in the index; rare ones say more. */
export interface Corpus {
  readonly size: number;
  readonly frequency: ReadonlyMap<string, number>;
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

/** BM25 of a document for a query, both given by their stored tokens. */
export function bm25(query: readonly string[], tokens: readonly string[], corpus: Corpus): number {
  const { counts, length } = documentOf(tokens);
  const dampening = K1 * (1 - B + (B * length) / AVERAGE_LENGTH);
  let score = 0;
  for (const token of new Set(query)) {
    const count = counts.get(token);
    if (count === undefined) continue;
    const boost = token.startsWith("#") ? CONCEPT_BOOST : 1;
    score += (boost * rarity(token, corpus) * (count * (K1 + 1))) / (count + dampening);
  }
  return score;
}

function documentOf(tokens: readonly string[]): Document {
  const known = documents.get(tokens);
  if (known !== undefined) return known;
  const counts = new Map<string, number>();
  let length = 0;
  for (const token of tokens) {
    if (token.startsWith("=") || token.startsWith("@")) continue;
    length += 1;
    counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  const document = { counts, length };
  documents.set(tokens, document);
  return document;
}

function rarity(token: string, corpus: Corpus): number {
  const frequency = Math.min(corpus.frequency.get(token) ?? 0, corpus.size);
  return Math.log(1 + (corpus.size - frequency + 0.5) / (frequency + 0.5));
}

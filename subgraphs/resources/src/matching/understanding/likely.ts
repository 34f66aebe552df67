import { profiles, type Entries } from "./profiles.ts";

/** What an expression adds to its concept, on the scale of the profiles' scores. */
const SAID = 5;
/** Scores this much apart make one concept e times as likely as the other. */
const TEMPERATURE = 6;
/** How finely likelihood is kept: the tokens of a text share this many parts. */
export const PARTS = 8;
/** Concepts that are weighed against each other. */
const WEIGHED = 24;
/** Less likely than the best by e to this, a concept is not weighed. */
const OUT_OF_QUESTION = 4;

/** A concept with what speaks for it, on no scale but that of one text. */
export interface Scored {
  readonly name: string;
  readonly score: number;
}

/**
 * What a text may be about, the likeliest first, at most a dozen or two. A concept scores by its profile, all
 * words of its expressions, hints and examples, so that a wording that nobody wrote down is still near it;
 * and more where one of its expressions was said.
 * @param words the text's words, @param said its `#concept` and `@category` tokens
 */
export function likelyConcepts(words: readonly string[], said: readonly string[]): Scored[] {
  const { names, numberOf, entries } = profiles();
  const scores = new Float32Array(names.length);
  for (const [word, count] of countOf(words)) {
    const known = entries.get(word);
    if (known !== undefined) addTo(scores, known, Math.sqrt(count));
  }
  for (const [token, count] of countOf(said)) {
    const concept = numberOf.get(token);
    if (concept !== undefined) scores[concept] = (scores[concept] ?? 0) + SAID * Math.sqrt(count);
  }
  return best(scores).map((concept) => ({
    name: names[concept] ?? "",
    score: (scores[concept] ?? 0) / TEMPERATURE,
  }));
}

function addTo(scores: Float32Array, { concepts, weights }: Entries, factor: number): void {
  for (let i = 0; i < concepts.length; i++) {
    const concept = concepts[i] ?? 0;
    scores[concept] = (scores[concept] ?? 0) + factor * (weights[i] ?? 0);
  }
}

/** The concepts that matter beside the best one, the best first; equal ones in the lexicon's order. */
function best(scores: Float32Array): number[] {
  let top = 0;
  for (const score of scores) if (score > top) top = score;
  const least = Math.max(0, top - TEMPERATURE * OUT_OF_QUESTION);
  const concepts: number[] = [];
  for (let concept = 0; concept < scores.length; concept++) {
    if ((scores[concept] ?? 0) > least) concepts.push(concept);
  }
  return concepts.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b).slice(0, WEIGHED);
}

/** `~concept` once for every eighth of its likelihood, none for less than half an eighth. */
export function likelyTokens(scored: readonly Scored[]): string[] {
  const top = scored.reduce((most, { score }) => Math.max(most, score), -Infinity);
  const weights = scored.map(({ score }) => Math.exp(score - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return scored.flatMap(({ name }, i) =>
    Array<string>(Math.round((PARTS * (weights[i] ?? 0)) / total)).fill(`~${name}`),
  );
}

/** 0…1: how much the profiles of two concepts share; twins of two families have much in common. */
export function profileLikeness(a: string, b: string): number {
  const { vectors, numberOf } = profiles();
  const [first, second] = [vectors[numberOf.get(`#${a}`) ?? -1], vectors[numberOf.get(`#${b}`) ?? -1]];
  if (first === undefined || second === undefined) return 0;
  const [small, large] = first.size < second.size ? [first, second] : [second, first];
  let shared = 0;
  for (const [word, weight] of small) shared += weight * (large.get(word) ?? 0);
  return shared;
}

function countOf(tokens: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}

import { lexicon, type Concept } from "./lexicon.ts";
import { normalise } from "./normalise.ts";
import { segment } from "./segment.ts";

interface Entry {
  readonly concept: number;
  readonly weight: number;
}

interface Profiles {
  readonly names: readonly string[];
  /** Word → the concepts in whose profile it stands, with what it says for them. */
  readonly entries: ReadonlyMap<string, readonly Entry[]>;
  /** The profiles as vectors of length 1, by concept. */
  readonly vectors: readonly ReadonlyMap<string, number>[];
  /** The concepts that a token names. */
  readonly indexOf: (token: string) => readonly number[];
}

const K1 = 1.2;
const B = 0.5;
/** What a word counts for its concept: hints are chosen to tell, a line says much beside the matter. */
const EXPRESSION = 1;
const HINT = 1.5;
const EXAMPLE = 0.5;

let shared: Profiles | undefined;

/** What an expression adds to its concept, on the scale of the profiles' scores. */
const SAID = 5;
/** Scores this much apart make one concept e times as likely as the other. */
const TEMPERATURE = 6;
/** How finely likelihood is kept: the tokens of a text share this many parts. */
export const PARTS = 8;
/** Concepts that are weighed against each other. */
const WEIGHED = 24;

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
  const { names, indexOf } = profiles();
  const scores = profileScores(words);
  for (const [token, count] of countOf(said)) {
    for (const concept of indexOf(token)) {
      scores.set(concept, (scores.get(concept) ?? 0) + SAID * Math.sqrt(count));
    }
  }
  return [...scores]
    .map(([concept, score]) => ({ name: names[concept] ?? "", score: score / TEMPERATURE }))
    .sort(bestFirst)
    .slice(0, WEIGHED);
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

function bestFirst(a: Scored, b: Scored): number {
  return b.score - a.score || (a.name < b.name ? -1 : 1);
}

/** 0…1: how much the profiles of two concepts share; twins of two families have much in common. */
export function profileLikeness(a: string, b: string): number {
  const { vectors, indexOf } = profiles();
  const [first, second] = [vectors[indexOf(`#${a}`)[0] ?? -1], vectors[indexOf(`#${b}`)[0] ?? -1]];
  if (first === undefined || second === undefined) return 0;
  const [small, large] = first.size < second.size ? [first, second] : [second, first];
  let shared = 0;
  for (const [word, weight] of small) shared += weight * (large.get(word) ?? 0);
  return shared;
}

/** BM25 of each concept's profile for the words of a text. */
function profileScores(words: readonly string[]): Map<number, number> {
  const { entries } = profiles();
  const scores = new Map<number, number>();
  for (const [word, count] of countOf(words)) {
    for (const { concept, weight } of entries.get(word) ?? []) {
      scores.set(concept, (scores.get(concept) ?? 0) + Math.sqrt(count) * weight);
    }
  }
  return scores;
}

function countOf(tokens: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}

function profiles(): Profiles {
  return (shared ??= readProfiles());
}

function readProfiles(): Profiles {
  const concepts = [...lexicon().concepts.values()];
  const told = new Map<string, string[]>();
  for (const { concept, text } of lexicon().examples) told.set(concept, [...(told.get(concept) ?? []), text]);
  const bags = concepts.map((concept) => bagOf(concept, told.get(concept.name) ?? []));
  const lengths = bags.map((bag) => [...bag.values()].reduce((sum, count) => sum + count, 0));
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  const holders = new Map<string, number>();
  for (const bag of bags) for (const word of bag.keys()) holders.set(word, (holders.get(word) ?? 0) + 1);
  const entries = new Map<string, Entry[]>();
  bags.forEach((bag, concept) => {
    const dampening = K1 * (1 - B + (B * (lengths[concept] ?? 0)) / average);
    for (const [word, count] of bag) {
      const rarity = Math.log(1 + concepts.length / (holders.get(word) ?? 1));
      const entry = { concept, weight: (rarity * count * (K1 + 1)) / (count + dampening) };
      const known = entries.get(word);
      if (known === undefined) entries.set(word, [entry]);
      else known.push(entry);
    }
  });
  const vectors = bags.map(() => new Map<string, number>());
  for (const [word, list] of entries)
    for (const { concept, weight } of list) vectors[concept]?.set(word, weight);
  for (const vector of vectors) toUnitLength(vector);
  const numbers = new Map(concepts.map(({ name }, number) => [`#${name}`, [number]]));
  return {
    names: concepts.map(({ name }) => name),
    entries,
    vectors,
    indexOf: (token) => numbers.get(token) ?? [],
  };
}

function bagOf({ expressions, hints }: Concept, examples: readonly string[]): Map<string, number> {
  const bag = new Map<string, number>();
  const add = (text: string, weight: number): void => {
    for (const word of segment(normalise(text).replaceAll("…", " "))) {
      bag.set(word, (bag.get(word) ?? 0) + weight);
    }
  };
  for (const expression of expressions) add(expression, EXPRESSION);
  for (const hint of hints) add(hint, HINT);
  for (const example of examples) add(example, EXAMPLE);
  return bag;
}

function toUnitLength(vector: Map<string, number>): void {
  const length = Math.sqrt([...vector.values()].reduce((sum, weight) => sum + weight * weight, 0)) || 1;
  for (const [word, weight] of vector) vector.set(word, weight / length);
}

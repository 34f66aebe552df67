import { lexicon, type Concept } from "./lexicon.ts";
import { normalise } from "./normalise.ts";
import { segment } from "./segment.ts";

/** Concepts in whose profile a word stands, and what it says for each. */
export interface Entries {
  readonly concepts: Int32Array;
  readonly weights: Float32Array;
}

export interface Profiles {
  readonly names: readonly string[];
  /** `#concept` → its number. */
  readonly numberOf: ReadonlyMap<string, number>;
  readonly entries: ReadonlyMap<string, Entries>;
  /** The profiles as vectors of length 1, by concept. */
  readonly vectors: readonly ReadonlyMap<string, number>[];
}

const K1 = 1.2;
const B = 0.5;
/** What a word counts for its concept: hints are chosen to tell, a line says much beside the matter. */
const EXPRESSION = 1;
const HINT = 1.5;
const EXAMPLE = 0.5;
/** A word of so many profiles tells them apart no more, and would be what reading a text mostly costs. */
const MOST_HOLDERS = 0.15;

let shared: Profiles | undefined;

/** The words of every concept's expressions, hints and examples, weighed as BM25 weighs a document's. */
export function profiles(): Profiles {
  return (shared ??= readProfiles());
}

function readProfiles(): Profiles {
  const concepts = [...lexicon().concepts.values()];
  const vectors = vectorsOf(concepts);
  const holders = new Map<string, [concept: number, weight: number][]>();
  vectors.forEach((vector, concept) => {
    for (const [word, weight] of vector) {
      const known = holders.get(word);
      if (known === undefined) holders.set(word, [[concept, weight]]);
      else known.push([concept, weight]);
    }
  });
  const entries = new Map<string, Entries>();
  for (const [word, list] of holders) {
    if (list.length > MOST_HOLDERS * concepts.length) continue;
    entries.set(word, {
      concepts: Int32Array.from(list, ([concept]) => concept),
      weights: Float32Array.from(list, ([, weight]) => weight),
    });
  }
  for (const vector of vectors) toUnitLength(vector);
  const numberOf = new Map(concepts.map(({ name }, number) => [`#${name}`, number]));
  return { names: concepts.map(({ name }) => name), numberOf, entries, vectors };
}

function vectorsOf(concepts: readonly Concept[]): Map<string, number>[] {
  const told = new Map<string, string[]>();
  for (const { concept, text } of lexicon().examples) {
    const known = told.get(concept);
    if (known === undefined) told.set(concept, [text]);
    else known.push(text);
  }
  const bags = concepts.map((concept) => bagOf(concept, told.get(concept.name) ?? []));
  const lengths = bags.map((bag) => [...bag.values()].reduce((sum, count) => sum + count, 0));
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  const holders = new Map<string, number>();
  for (const bag of bags) for (const word of bag.keys()) holders.set(word, (holders.get(word) ?? 0) + 1);
  return bags.map((bag, concept) => {
    const dampening = K1 * (1 - B + (B * (lengths[concept] ?? 0)) / average);
    for (const [word, count] of bag) {
      const rarity = Math.log(1 + concepts.length / (holders.get(word) ?? 1));
      bag.set(word, (rarity * count * (K1 + 1)) / (count + dampening));
    }
    return bag;
  });
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

import { lexicon } from "./lexicon.ts";
import { predict } from "./predict.ts";

/** What a row may be about, with a weight of at most 1 for each leaf category. */
export interface Meaning {
  readonly categories: ReadonlyMap<string, number>;
  /** Concept tokens with how often they were said. */
  readonly concepts: ReadonlyMap<string, number>;
}

const SIBLING = 0.3;
const PARENT = 0.6;
const CHILD = 0.8;
/** A prediction this sure outweighs a code of which the text says much less. */
const CONFIDENT = 0.42;
/** This sure is enough where the text does not speak of the code at all. */
const SURE_AGAINST_SILENCE = 0.3;
const OUTWEIGHED = 0.6;
/** What the text says beside a code that it does not contradict. */
const SECOND_OPINION = 0.75;

/** The clerk's code, tempered by what the text says; the text alone where there is no code. */
export function readMeaning(category: string | null, tokens: readonly string[]): Meaning {
  const guesses = predict(tokens).slice(0, 4);
  const [best, second] = guesses.map((guess) => guess.confidence);
  const given = guesses.find((guess) => guess.category === category)?.confidence;
  const doubted = isDoubted(best ?? 0, given ?? 0, second ?? 0);
  const strength = category === null || doubted ? 1 : SECOND_OPINION;
  const categories = new Map(
    guesses.map((guess) => [guess.category, (strength * guess.confidence) / (best ?? 1)]),
  );
  if (category !== null) categories.set(category, doubted ? OUTWEIGHED : 1);
  return { categories, concepts: conceptCounts(tokens) };
}

function isDoubted(best: number, given: number, second: number): boolean {
  if (given === 0) return best >= SURE_AGAINST_SILENCE && best >= 1.3 * second;
  return best >= CONFIDENT && given < best / 2;
}

/** 1 same, 0.8 child, 0.6 parent, 0.3 sibling, weighed by how likely each side's category is. */
export function fitCategory(need: Meaning, supply: Meaning): number {
  let best = 0;
  for (const [wanted, wantedWeight] of need.categories) {
    for (const [offered, offeredWeight] of supply.categories) {
      best = Math.max(best, wantedWeight * offeredWeight * closeness(wanted, offered));
    }
  }
  return best;
}

/** How far the supply is the very thing asked: the share of the need's concepts that it speaks of; null if unknown. */
export function shareConcepts(need: Meaning, supply: Meaning): number | null {
  if (need.concepts.size === 0 || supply.concepts.size === 0) return null;
  let shared = 0;
  let wanted = 0;
  for (const [concept, count] of need.concepts) {
    const weight = Math.sqrt(count);
    wanted += weight;
    if (supply.concepts.has(concept)) shared += weight;
  }
  return shared / wanted;
}

function closeness(wanted: string, offered: string): number {
  if (wanted === offered) return 1;
  if (wanted.slice(0, 1) !== offered.slice(0, 1)) return 0;
  if (wanted.length === 1) return CHILD;
  return offered.length === 1 ? PARENT : SIBLING;
}

function conceptCounts(tokens: readonly string[]): Map<string, number> {
  const { concepts } = lexicon();
  const counts = new Map<string, number>();
  for (const token of tokens) {
    if (token.startsWith("#") && concepts.has(token.slice(1)))
      counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  return counts;
}

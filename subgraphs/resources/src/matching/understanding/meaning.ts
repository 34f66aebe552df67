import { lexicon } from "./lexicon.ts";
import { PARTS, profileLikeness } from "./likely.ts";
import { predict } from "./predict.ts";

/** What a row may be about. */
export interface Meaning {
  /** Leaf categories, with a weight of at most 1. */
  readonly categories: ReadonlyMap<string, number>;
  /** Concepts with their likelihood; together at most 1. */
  readonly concepts: ReadonlyMap<string, number>;
  /** Concepts of which an expression stands in the text. */
  readonly said: ReadonlySet<string>;
}

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
  return { categories, ...conceptsOf(tokens) };
}

function isDoubted(best: number, given: number, second: number): boolean {
  if (given === 0) return best >= SURE_AGAINST_SILENCE && best >= 1.3 * second;
  return best >= CONFIDENT && given < best / 2;
}

function conceptsOf(tokens: readonly string[]): Pick<Meaning, "concepts" | "said"> {
  const { concepts: known } = lexicon();
  const concepts = new Map<string, number>();
  const said = new Set<string>();
  for (const token of tokens) {
    const name = token.slice(1);
    if (token.startsWith("#") && known.has(name)) said.add(name);
    if (token.startsWith("~") && known.has(name)) concepts.set(name, (concepts.get(name) ?? 0) + 1 / PARTS);
  }
  return { concepts, said };
}

/** Closeness of two leaf categories: 1 the same, 0.3 sisters; 0.8 and 0.6 where one side names only the family. */
const SIBLING = 0.3;
const PARENT = 0.6;
const CHILD = 0.8;

/** How near the two categories are, weighed by how likely each side's is. */
export function fitCategory(need: Meaning, supply: Meaning): number {
  let best = 0;
  for (const [wanted, wantedWeight] of need.categories) {
    for (const [offered, offeredWeight] of supply.categories) {
      best = Math.max(best, wantedWeight * offeredWeight * categoryCloseness(wanted, offered));
    }
  }
  return best;
}

function categoryCloseness(wanted: string, offered: string): number {
  if (wanted === offered) return 1;
  if (wanted.slice(0, 1) !== offered.slice(0, 1)) return 0;
  if (wanted.length === 1) return CHILD;
  return offered.length === 1 ? PARENT : SIBLING;
}

/** One offer often names several things: each that makes up this share of it is offered in full. */
const FULLY_OFFERED = 0.3;
/** A concept that was said is meant at least so much. */
const SAID = 0.5;

/** How far the supply is the very thing asked: expected closeness of what the need may mean; null if unknown. */
export function fitConcepts(need: Meaning, supply: Meaning): number | null {
  if (need.concepts.size === 0 || (supply.concepts.size === 0 && supply.said.size === 0)) return null;
  const offered = offeredOf(supply);
  let fit = 0;
  let total = 0;
  for (const [wanted, likelihood] of need.concepts) {
    let best = 0;
    for (const [name, share] of offered) best = Math.max(best, share * conceptCloseness(wanted, name));
    fit += likelihood * best;
    total += likelihood;
  }
  return fit / total;
}

const BROADER = 0.75;
const SAME_BROADER = 0.35;
/** Of what two profiles share, how much makes the concepts alike. */
const ALIKE = 1.6;

/** Pairs come again and again; all that ever came are kept (some thousands of concepts, most pairs never). */
const closenessOf = new Map<string, number>();
const MOST_PAIRS = 200_000;

/** 1 the same, less where one contains the other, where both belong to one, and by what is said of both. */
function conceptCloseness(a: string, b: string): number {
  if (a === b) return 1;
  const key = a < b ? `${a} ${b}` : `${b} ${a}`;
  let closeness = closenessOf.get(key);
  if (closeness === undefined) {
    if (closenessOf.size >= MOST_PAIRS) closenessOf.clear();
    closeness = Math.max(related(a, b), Math.min(1, ALIKE * profileLikeness(a, b)));
    closenessOf.set(key, closeness);
  }
  return closeness;
}

function related(a: string, b: string): number {
  const { concepts } = lexicon();
  const [first, second] = [concepts.get(a), concepts.get(b)];
  if (first?.broader === b || second?.broader === a) return BROADER;
  return first?.broader != null && first.broader === second?.broader ? SAME_BROADER : 0;
}

/** A thing said at least half as often as the one said most is asked for too, not only mentioned. */
const ALSO_ASKED = 0.5;
/** Things nearer to each other than this are one thing said twice. */
const ONE_THING = 0.4;
const MOST_THINGS = 3;

/** The different things that a need asks for by name: 「会议室，带投影」 asks for two. Said most first. */
export function thingsAsked(tokens: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const token of tokens) {
    if (token.startsWith("#")) counts.set(token.slice(1), (counts.get(token.slice(1)) ?? 0) + 1);
  }
  const most = Math.max(0, ...counts.values());
  const asked = [...counts]
    .filter(([, count]) => count >= ALSO_ASKED * most)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const things: string[] = [];
  for (const [name] of asked) {
    if (things.every((thing) => conceptCloseness(thing, name) < ONE_THING)) things.push(name);
  }
  return things.slice(0, MOST_THINGS);
}

/** 0…1: how nearly a row, by its tokens, speaks of one concept. */
export function fitConcept(concept: string, tokens: readonly string[]): number {
  const { concepts, said } = conceptsOf(tokens);
  const offered = offeredOf({ concepts, said });
  return Math.max(0, ...[...offered].map(([name, share]) => share * conceptCloseness(concept, name)));
}

function offeredOf({ concepts, said }: Pick<Meaning, "concepts" | "said">): Map<string, number> {
  const offered = new Map([...concepts].map(([name, share]) => [name, Math.min(1, share / FULLY_OFFERED)]));
  for (const name of said) offered.set(name, Math.max(SAID, offered.get(name) ?? 0));
  return offered;
}

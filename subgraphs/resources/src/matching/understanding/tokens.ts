import { classify } from "./classifier.ts";
import { featuresOf } from "./features.ts";
import { lexicon } from "./lexicon.ts";
import { likelyTokens, PARTS, type Scored } from "./likely.ts";
import { predict, type Guess } from "./predict.ts";
import { readText } from "./read-text.ts";

/**
 * The tokens of a text, title first, description after a line break. They are made once, when the row is
 * written, and stored: plain words, `#concept` that was said, `@category name` that was said, and in eighths
 * of likelihood `~concept` and `^category`. A token that stands twice counts twice; the title's do.
 */
export function textTokens(text: string): string[] {
  const read = readText(text);
  const { leaves, odds } = classify(featuresOf(read));
  const oddsOf = new Map<string, number>();
  const categories: string[] = [];
  leaves.forEach((leaf, i) => {
    const share = odds[i] ?? 0;
    oddsOf.set(leaf, share);
    for (let part = Math.round(PARTS * share); part > 0; part--) categories.push(`^${leaf}`);
  });
  const likely = likelyTokens(amongCategories(read.concepts, oddsOf));
  const words = [...read.titleWords, ...read.titleWords, ...read.words].slice(0, MOST_WORDS);
  return [...words, ...read.said.slice(0, MOST_WORDS), ...likely, ...categories];
}

/** A line of a list has some twenty words. What is longer is a text of another kind, or meant to fill memory. */
const MOST_WORDS = 300;

/** Reads the lexicon and what was learnt from it, which takes a second or two, before the first text comes. */
export function getReady(): void {
  textTokens("轮椅");
}

/** How much the category of a text counts in what it may be about. */
const LAMBDA = 0.7;
/** A category that the classifier thinks impossible may still be meant. */
const LEAST = 0.01;
/** A concept belongs to its second category half as much. */
const SECOND = 0.5;

/** A concept is likelier where the whole text speaks of its category. */
function amongCategories(concepts: readonly Scored[], oddsOf: ReadonlyMap<string, number>): Scored[] {
  const { concepts: known } = lexicon();
  return concepts.map(({ name, score }) => {
    let odds = 0;
    known.get(name)?.categories.forEach((leaf, i) => {
      odds = Math.max(odds, (i === 0 ? 1 : SECOND) * (oddsOf.get(leaf) ?? 0));
    });
    return { name, score: score + LAMBDA * Math.log(odds + LEAST) };
  });
}

/** What the need's store keeps in `need.tokens`. `text` is the title, a line break, the description. */
export function needTokens(text: string): string[] {
  return withCategories(textTokens(text), null);
}

/** What the index keeps of a supply. `=C04` and `=C` mark the categories under which it can be found. */
export function supplyTokens(supply: {
  title: string;
  description: string;
  category: string | null;
}): string[] {
  return withCategories(textTokens(`${supply.title}\n${supply.description}`), supply.category);
}

/** The tokens of a text with the marks of its categories: those that it speaks of, and the one it was given. */
export function withCategories(
  tokens: readonly string[],
  category: string | null,
  guesses: readonly Guess[] = predict(tokens),
): string[] {
  return [...tokens, ...categoryTokens(category, guesses)];
}

function categoryTokens(category: string | null, guesses: readonly Guess[]): string[] {
  const codes = new Set(guesses.slice(0, 2).map((guess) => guess.category));
  if (category !== null) codes.add(category);
  const parents = new Set([...codes].map((code) => code.slice(0, 1)));
  return [...codes, ...parents].map((code) => `=${code}`);
}

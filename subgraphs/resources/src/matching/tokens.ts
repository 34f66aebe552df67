import { conceptsIn } from "./concepts.ts";
import { normalise } from "./normalise.ts";
import { predict, type Guess } from "./predict.ts";
import { segment } from "./segment.ts";

/**
 * The tokens of a text, title first, description after a line break. They are made once, when the row is
 * written, and stored: plain words, `#concept` and `@category name`. A token that stands twice counts twice;
 * the title's do.
 */
export function textTokens(text: string): string[] {
  const [title = "", ...rest] = normalise(text).split("\n");
  const description = rest.join("\n");
  const tokens = [...segment(title), ...conceptsIn(title)];
  return tokens.concat(tokens, segment(description), conceptsIn(description));
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

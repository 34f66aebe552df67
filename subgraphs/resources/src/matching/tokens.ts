import { conceptsIn } from "./concepts.ts";
import { normalise } from "./normalise.ts";
import { predict } from "./predict.ts";
import { segment } from "./segment.ts";

/**
 * The tokens of a text, title first, description after a line break. They are made once, when the row is
 * written, and stored: plain words, `#concept` and `@category name`. A token that stands twice counts twice;
 * the title's do.
 */
export function textTokens(text: string): string[] {
  const [title = "", ...rest] = normalise(text).split("\n");
  const description = rest.join("\n");
  return [
    ...doubled([...segment(title), ...conceptsIn(title)]),
    ...segment(description),
    ...conceptsIn(description),
  ];
}

/** What the need's store keeps in `need.tokens`. `text` is the title, a line break, the description. */
export function needTokens(text: string): string[] {
  const tokens = textTokens(text);
  return [...tokens, ...categoryTokens(null, tokens)];
}

/** What the index keeps of a supply. `=C04` and `=C` mark the categories under which it can be found. */
export function supplyTokens(supply: {
  title: string;
  description: string;
  category: string | null;
}): string[] {
  const tokens = textTokens(`${supply.title}\n${supply.description}`);
  return [...tokens, ...categoryTokens(supply.category, tokens)];
}

function categoryTokens(category: string | null, tokens: readonly string[]): string[] {
  const codes = new Set(
    predict(tokens)
      .slice(0, 2)
      .map((guess) => guess.category),
  );
  if (category !== null) codes.add(category);
  const parents = new Set([...codes].map((code) => code.slice(0, 1)));
  return [...codes, ...parents].map((code) => `=${code}`);
}

function doubled(tokens: readonly string[]): string[] {
  return tokens.flatMap((token) => [token, token]);
}

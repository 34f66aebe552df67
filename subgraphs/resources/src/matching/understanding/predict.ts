import { PARTS } from "./likely.ts";

export interface Guess {
  readonly category: string;
  /** 0…1 in eighths: how sure the text alone makes us. */
  readonly confidence: number;
}

/** The leaf categories a text speaks of, by its stored tokens, the likeliest first; less than 1/16 is left out. */
export function predict(tokens: readonly string[]): Guess[] {
  const eighths = new Map<string, number>();
  for (const token of tokens) {
    if (token.startsWith("^")) eighths.set(token, (eighths.get(token) ?? 0) + 1);
  }
  return [...eighths]
    .map(([token, count]) => ({ category: token.slice(1), confidence: count / PARTS }))
    .sort((a, b) => b.confidence - a.confidence || (a.category < b.category ? -1 : 1));
}

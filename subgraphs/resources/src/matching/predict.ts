import { lexicon } from "./lexicon.ts";

export interface Guess {
  readonly category: string;
  /** 0…1: how sure the text alone makes us. */
  readonly confidence: number;
}

const ALIAS_WEIGHT = 0.8;
const SECOND_CATEGORY_WEIGHT = 0.7;
const DOUBT = 0.8;

/** The leaf categories a text speaks of, judged by its stored tokens, the likeliest first. */
export function predict(tokens: readonly string[]): Guess[] {
  const strength = new Map<string, number>();
  for (const token of tokens) {
    if (token.startsWith("#") || token.startsWith("@")) strength.set(token, (strength.get(token) ?? 0) + 1);
  }
  if (strength.size === 0) return [];
  const { concepts } = lexicon();
  const evidence = new Map<string, number>();
  const add = (category: string, weight: number): void => {
    evidence.set(category, (evidence.get(category) ?? 0) + weight);
  };
  for (const [token, count] of strength) {
    if (token.startsWith("@")) add(token.slice(1), ALIAS_WEIGHT * Math.sqrt(count));
    const categories = concepts.get(token.slice(1))?.categories ?? [];
    categories.forEach((category, index) => {
      add(category, (index === 0 ? 1 : SECOND_CATEGORY_WEIGHT) * Math.sqrt(count));
    });
  }
  const total = [...evidence.values()].reduce((sum, value) => sum + value, DOUBT);
  return [...evidence]
    .map(([category, weight]) => ({ category, confidence: weight / total }))
    .sort((a, b) => b.confidence - a.confidence || (a.category < b.category ? -1 : 1));
}

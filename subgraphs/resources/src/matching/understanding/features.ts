import { lexicon } from "./lexicon.ts";

/** What a text is judged by, and how strongly each shows: together of length 2. */
export type Features = ReadonlyMap<string, number>;

const TITLE = 1.5;
const PAIR = 0.5;
const LIKELY_LEAF = 0.5;
const SECOND_LEAF = 0.4;
const LENGTH = 2;

export interface ReadText {
  readonly title: string;
  readonly description: string;
  /** Segmented words of either. */
  readonly titleWords: readonly string[];
  readonly words: readonly string[];
  /** `~concept` for every eighth. */
  readonly likely: readonly string[];
}

/**
 * Words, pairs of neighbouring characters (for what the segmenter cuts otherwise), likely concepts (`~`) and
 * the leaves these belong to (`=`).
 */
export function featuresOf(text: ReadText): Features {
  const features = new Map<string, number>();
  const add = (feature: string, weight: number): void => {
    features.set(feature, (features.get(feature) ?? 0) + weight);
  };
  for (const word of text.titleWords) add(word, TITLE);
  for (const word of text.words) add(word, 1);
  for (const pair of pairsIn(text.title)) add(`+${pair}`, TITLE * PAIR);
  for (const pair of pairsIn(text.description)) add(`+${pair}`, PAIR);
  for (const concept of new Set(text.likely)) add(concept, 1);
  for (const [leaf, weight] of leavesOf(text.likely)) add(`=${leaf}`, weight);
  return toLength(features);
}

/** The categories of likely concepts, the first of each in full, the others less. */
function leavesOf(likely: readonly string[]): [string, number][] {
  const { concepts } = lexicon();
  return likely.flatMap((token) =>
    (concepts.get(token.slice(1))?.categories ?? []).map((leaf, at): [string, number] => [
      leaf,
      at === 0 ? LIKELY_LEAF : LIKELY_LEAF * SECOND_LEAF,
    ]),
  );
}

function pairsIn(text: string): string[] {
  const pairs: string[] = [];
  for (let at = 0; at + 1 < text.length; at++) {
    if (isLetter(text.charCodeAt(at)) && isLetter(text.charCodeAt(at + 1)))
      pairs.push(text.slice(at, at + 2));
  }
  return pairs;
}

/** Chinese characters and small Latin letters: texts are normalised. */
function isLetter(code: number): boolean {
  return (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x61 && code <= 0x7a);
}

function toLength(features: Map<string, number>): Features {
  const length = Math.sqrt([...features.values()].reduce((sum, weight) => sum + weight * weight, 0));
  if (length > 0) for (const [feature, weight] of features) features.set(feature, (LENGTH * weight) / length);
  return features;
}

import { fitCategory, fitConcepts, type Meaning } from "../understanding/meaning.ts";

/**
 * How far a supply is the very thing that is asked, 0…1: logistic in what the two texts mean and say. The
 * weights are fitted by logistic regression to the graded pairs of Ningguo's odd needs and of the coast
 * (bench/quality/cities); two texts that agree in category and concept need share no word.
 */
export const LIKENESS_WEIGHTS = {
  bias: -5.3,
  /** Expected closeness of the concepts. */
  concept: 6.4,
  /** Closeness of the categories, as the clerks wrote them and the texts correct them. */
  category: 4.9,
  /** Shared words. */
  text: 7.5,
  /** The same by the texts alone, which the two above hold already. */
  categoryOfText: -2.4,
  /** Category and concept say partly the same. */
  both: -3.3,
} as const;

/** Where one side names nothing we know, as much as pairs of a list have on the whole. */
const UNKNOWN_CONCEPT = 0.3;

export interface Side {
  readonly meaning: Meaning;
  /** What its text alone would mean, whatever code it carries. */
  readonly textMeaning: Meaning;
}

/** What likeness is judged by, in the order of the weights after `bias`; each 0…1. @param text see `textValue` */
export function likenessFeatures(
  need: Side,
  supply: Side,
  text: number,
): [number, number, number, number, number] {
  const concept = fitConcepts(need.meaning, supply.meaning) ?? UNKNOWN_CONCEPT;
  const category = fitCategory(need.meaning, supply.meaning);
  const categoryOfText = fitCategory(need.textMeaning, supply.textMeaning);
  return [concept, category, text, categoryOfText, concept * category];
}

export function likenessOf(need: Side, supply: Side, text: number): number {
  const { bias, ...weights } = LIKENESS_WEIGHTS;
  const features = likenessFeatures(need, supply, text);
  const sum = Object.values<number>(weights).reduce(
    (total, weight, i) => total + weight * (features[i] ?? 0),
    bias,
  );
  return 1 / (1 + Math.exp(-sum));
}

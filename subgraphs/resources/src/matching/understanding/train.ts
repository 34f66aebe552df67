import { featuresOf, type Features } from "./features.ts";
import { lexicon } from "./lexicon.ts";
import { normalise } from "./normalise.ts";
import { readText } from "./read-text.ts";

/** A linear classifier of leaf categories. */
export interface Model {
  readonly leaves: readonly string[];
  readonly bias: readonly number[];
  /** Feature → its row of weights. */
  readonly vocabulary: ReadonlyMap<string, number>;
  /** Rows × leaves, in steps of `scale`. */
  readonly weights: Int8Array;
  readonly scale: number;
}

interface Lesson {
  readonly features: readonly (readonly [number, number])[];
  readonly leaf: number;
  readonly weight: number;
}

const EPOCHS = 6;
const RATE = 0.3;
/** An expression alone says less than a line that somebody wrote. */
const EXPRESSION = 0.3;
const HINT = 0.1;
const OFFER = 0.7;
const LEAST_LESSONS = 3;
/** Smaller errors than this are not worth a step. */
const SMALLEST = 1e-3;

/**
 * Learns from the lexicon's examples and expressions: multinomial logistic regression by stochastic gradient
 * descent with AdaGrad steps (Duchi et al. 2011), in an order drawn from a fixed seed, so that the same
 * lexicon always teaches the same.
 */
export function train(): Model {
  const { concepts, examples } = lexicon();
  const leaves = [...new Set([...concepts.values()].map(({ categories }) => categories[0] ?? ""))].sort();
  const numberOf = new Map(leaves.map((leaf, number) => [leaf, number]));
  const vocabulary = new Map<string, number>();
  const lessons: Lesson[] = [];
  const learn = (features: Features, category: string | undefined, weight: number): void => {
    const leaf = numberOf.get(category ?? "");
    if (leaf !== undefined) lessons.push({ features: numbered(features, vocabulary), leaf, weight });
  };
  for (const { categories, expressions, hints } of concepts.values()) {
    for (const way of expressions) learn(plainFeatures(way), categories[0], EXPRESSION);
    for (const hint of hints) learn(plainFeatures(hint), categories[0], HINT);
  }
  for (const { category, side, text } of examples) {
    learn(featuresOf(readText(text)), category, side === "need" ? 1 : OFFER);
  }
  return descend(leaves, ...recurring(vocabulary, lessons));
}

/** A feature of a single lesson teaches nothing that holds elsewhere. */
function recurring(
  vocabulary: ReadonlyMap<string, number>,
  lessons: readonly Lesson[],
): [Map<string, number>, Lesson[]] {
  const counts = new Uint32Array(vocabulary.size);
  for (const { features } of lessons) for (const [row] of features) counts[row] = (counts[row] ?? 0) + 1;
  const kept = [...vocabulary].filter(([, row]) => (counts[row] ?? 0) >= LEAST_LESSONS);
  const newRow = new Map(kept.map(([, row], at) => [row, at]));
  const taught = lessons.map((lesson) => ({
    ...lesson,
    features: lesson.features.flatMap(([row, strength]): [number, number][] => {
      const at = newRow.get(row);
      return at === undefined ? [] : [[at, strength]];
    }),
  }));
  return [new Map(kept.map(([feature], at) => [feature, at])), taught];
}

/** An expression is not read for concepts: it would only be found to be itself. */
function plainFeatures(expression: string): Features {
  const title = normalise(expression).replaceAll("…", " ");
  return featuresOf({ ...readText(title, { concepts: false }), likely: [] });
}

function numbered(features: Features, vocabulary: Map<string, number>): [number, number][] {
  return [...features].map(([feature, strength]) => {
    const known = vocabulary.get(feature) ?? vocabulary.size;
    vocabulary.set(feature, known);
    return [known, strength];
  });
}

function descend(leaves: readonly string[], vocabulary: Map<string, number>, lessons: Lesson[]): Model {
  const size = leaves.length;
  const weights = new Float32Array(vocabulary.size * size);
  const steps = new Float32Array(weights.length).fill(0.01);
  const bias = new Float32Array(size);
  const biasSteps = new Float32Array(size).fill(0.01);
  const random = randomFrom(63);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(lessons, random);
    for (const lesson of lessons) {
      const errors = probabilities(lesson, weights, bias);
      errors[lesson.leaf] = (errors[lesson.leaf] ?? 0) - 1;
      for (let leaf = 0; leaf < size; leaf++) {
        const error = (errors[leaf] ?? 0) * lesson.weight;
        if (Math.abs(error) < SMALLEST) continue;
        step(bias, biasSteps, leaf, error);
        for (const [row, strength] of lesson.features)
          step(weights, steps, row * size + leaf, error * strength);
      }
    }
  }
  return rounded(leaves, vocabulary, weights, bias);
}

function step(values: Float32Array, steps: Float32Array, at: number, gradient: number): void {
  const sum = (steps[at] ?? 0) + gradient * gradient;
  steps[at] = sum;
  values[at] = (values[at] ?? 0) - (RATE * gradient) / Math.sqrt(sum);
}

function probabilities({ features }: Lesson, weights: Float32Array, bias: Float32Array): Float32Array {
  const odds = Float32Array.from(bias);
  for (const [row, strength] of features) {
    const start = row * bias.length;
    for (let leaf = 0; leaf < bias.length; leaf++) {
      odds[leaf] = (odds[leaf] ?? 0) + (weights[start + leaf] ?? 0) * strength;
    }
  }
  let top = -Infinity;
  for (const value of odds) top = Math.max(top, value);
  let total = 0;
  for (let leaf = 0; leaf < odds.length; leaf++) total += odds[leaf] = Math.exp((odds[leaf] ?? 0) - top);
  for (let leaf = 0; leaf < odds.length; leaf++) odds[leaf] = (odds[leaf] ?? 0) / total;
  return odds;
}

/** One byte a weight is fine enough, and a fourth of the memory. Features that say nothing are dropped. */
function rounded(
  leaves: readonly string[],
  vocabulary: ReadonlyMap<string, number>,
  weights: Float32Array,
  bias: Float32Array,
): Model {
  let largest = 0;
  for (const weight of weights) largest = Math.max(largest, Math.abs(weight));
  const scale = largest / 127;
  const kept = [...vocabulary].filter(([, row]) =>
    weights
      .subarray(row * leaves.length, (row + 1) * leaves.length)
      .some((weight) => Math.abs(weight) >= scale),
  );
  const small = new Int8Array(kept.length * leaves.length);
  kept.forEach(([, row], at) => {
    for (let leaf = 0; leaf < leaves.length; leaf++) {
      small[at * leaves.length + leaf] = Math.round((weights[row * leaves.length + leaf] ?? 0) / scale);
    }
  });
  const names = new Map(kept.map(([feature], at) => [feature, at]));
  return { leaves, bias: [...bias], vocabulary: names, weights: small, scale };
}

function shuffle(lessons: Lesson[], random: () => number): void {
  for (let last = lessons.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [lessons[last], lessons[other]];
    if (a === undefined || b === undefined) continue;
    lessons[last] = b;
    lessons[other] = a;
  }
}

/** Linear congruential generator (Knuth's MMIX multiplier cut to 31 bits): any fixed order will do. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
}

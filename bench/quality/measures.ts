import type { Grades } from "./city.ts";

/** One ranking of one need against its grades. `null` where the need says nothing about it. */
export interface Figures {
  /** nDCG@10, gain 2^grade − 1, over needs with a row of grade ≥ 1. */
  readonly ndcg: number | null;
  /** Whether the first row is of grade ≥ 2, over needs that have such a row. */
  readonly first: number | null;
  /** Share of the rows of grade ≥ 2 among the first 20, over the same needs. */
  readonly recall: number | null;
  /** Share of grade 0 among the first three that are shown. */
  readonly zeros: number | null;
}

export const MEASURES = ["ndcg", "first", "recall", "zeros"] as const;
export type Measure = (typeof MEASURES)[number];

/** A mean with the interval that holds 95 % of the means of 1,000 resampled sets of needs. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly needs: number;
}

export function figuresOf(ranked: readonly string[], grades: Grades): Figures {
  const ideal = [...grades.values()].sort((a, b) => b - a);
  const gradeOf = (id: string): number => grades.get(id) ?? 0;
  const good = [...grades].filter(([, grade]) => grade >= 2).map(([id]) => id);
  const top = ranked.slice(0, 3).map(gradeOf);
  const best = ideal[0] ?? 0;
  return {
    ndcg: best === 0 ? null : gain(ranked.slice(0, 10).map(gradeOf)) / gain(ideal.slice(0, 10)),
    first: good.length === 0 ? null : Number(gradeOf(ranked[0] ?? "") >= 2),
    recall:
      good.length === 0 ? null : good.filter((id) => ranked.slice(0, 20).includes(id)).length / good.length,
    zeros: top.length === 0 ? null : top.filter((grade) => grade === 0).length / top.length,
  };
}

/** Means over needs, with bootstrap intervals from a fixed seed. */
export function estimate(figures: readonly Figures[], measure: Measure): Estimate {
  const values = figures.flatMap((each) => each[measure] ?? []);
  const random = randomFrom(20_260_901);
  const means = Array.from({ length: 1000 }, () =>
    meanOf(values.map(() => values[Math.floor(random() * values.length)] ?? 0)),
  ).sort((a, b) => a - b);
  return { mean: meanOf(values), low: means[25] ?? 0, high: means[974] ?? 0, needs: values.length };
}

function gain(grades: readonly number[]): number {
  return grades.reduce((sum, grade, index) => sum + (2 ** grade - 1) / Math.log2(index + 2), 0);
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length;
}

/** Mulberry32: small, seeded, good enough to resample. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

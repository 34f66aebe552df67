export const PART_NAMES = [
  "category",
  "text",
  "place",
  "time",
  "capacity",
  "target",
  "freshness",
  "reliability",
] as const;
export type PartName = (typeof PART_NAMES)[number];

/** How parts become a score and from where on a candidate is worth showing. Versioned: a committee may change it. */
export interface MatchPolicy {
  readonly version: number;
  readonly weights: Readonly<Record<PartName, number>>;
  readonly minScore: number;
}

/** The policy that the first migration stores. */
export const POLICY_1: MatchPolicy = {
  version: 1,
  weights: {
    category: 0.3,
    text: 0.15,
    place: 0.15,
    time: 0.15,
    capacity: 0.1,
    target: 0.05,
    freshness: 0.05,
    reliability: 0.05,
  },
  minScore: 0.64,
};

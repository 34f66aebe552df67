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

export type Weights = Readonly<Record<PartName, number>>;

/** How parts become a score and from where on a candidate is worth showing. A county's committee may change it. */
export interface MatchPolicy {
  readonly version: number;
  /** Each 0…1; together 1. */
  readonly weights: Weights;
  /** 0…1: candidates below it are not shown. */
  readonly minScore: number;
}

/** Versions up to here are built in; a county's own begin after it, so that a number tells whose policy it is. */
export const LAST_BUILT_IN_VERSION = 100;

/** Stored by the migration that creates the table, with an empty county: in force where a county has none. */
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

/** Since categories are read from the text too, less is enough: measured on graded pairs (`npm run quality`). */
export const POLICY_2: MatchPolicy = { ...POLICY_1, version: 2, minScore: 0.54 };

/**
 * Every built-in policy, as the database holds it. A later one needs a migration that inserts its row
 * (`county_code` empty, no `set_…`): from its day on it replaces the earlier ones.
 */
export const BUILT_IN_POLICIES: readonly MatchPolicy[] = [POLICY_1, POLICY_2];

/** How far the weights may be from 1 altogether. */
const TOLERANCE = 1e-9;

export function sumOf(weights: Weights): number {
  return PART_NAMES.reduce((sum, name) => sum + weights[name], 0);
}

export function addUp(weights: Weights): boolean {
  return Math.abs(sumOf(weights) - 1) <= TOLERANCE;
}

/**
 * The problem of a plan: many needs, many supplies, one answer for all of them together.
 *
 * It is a min-cost flow: a need asks for `demand` pieces, a slot (a supply at a time) has `capacity` pieces, an edge
 * carries at most `most` of them. What the goals count is in `tiers.ts`.
 */

/** What a plan is good at, in the order given: a later goal never costs an earlier one anything. */
export type Goal = "URGENT" | "SERVED" | "SCORE" | "FAIR";

export const DEFAULT_GOALS: readonly Goal[] = ["URGENT", "SERVED", "SCORE", "FAIR"];

/** 3 = URGENT, 2 = HIGH, 1 = NORMAL, 0 = LOW. */
export type Urgency = 0 | 1 | 2 | 3;

export interface PlanNeed {
  readonly id: string;
  /** Pieces asked, in the need's own measure: 1 … 1,000,000. A need that cannot be divided asks for 1. */
  readonly demand: number;
  readonly urgency: Urgency;
}

export interface PlanUnit {
  readonly id: string;
}

/** A supply at a time: a month of a room or a service, the whole window of goods. */
export interface PlanSlot {
  readonly id: string;
  /** Pieces of goods, or engagements of a room or service: 0 … 1,000,000,000. */
  readonly capacity: number;
  /** In what goods are counted (chairs, kits); only goods of one measure are held against each other by FAIR. */
  readonly measure?: string | null;
}

export interface PlanSupply {
  readonly id: string;
  /** Id of the unit that owns it. */
  readonly unit: string;
  readonly slots: readonly PlanSlot[];
}

/** A need and a slot that fit; one edge a pair. */
export interface PlanEdge {
  readonly need: string;
  readonly slot: string;
  /** 0…1. It is read to nine decimals. */
  readonly score: number;
  /** The most pieces this slot may give this need: 1 or more. */
  readonly most: number;
}

export interface PlanProblem {
  readonly needs: readonly PlanNeed[];
  readonly units: readonly PlanUnit[];
  readonly supplies: readonly PlanSupply[];
  readonly edges: readonly PlanEdge[];
}

export interface PlanOptions {
  /** Each at most once; FAIR stands after SERVED, or the fairest plan would be to do nothing. */
  readonly goals?: readonly Goal[];
  /** Most needs one unit may serve; null: as many as its slots hold. */
  readonly unitCap?: number | null;
  /** Whether to solve again without each goal, to say what it cost the later ones. Default true. */
  readonly priced?: boolean;
  /** Told at most every 20 ms how many steps of how many are done. */
  readonly onProgress?: (done: number, of: number) => void;
  /** Checked every 20 ms; the promise is rejected with its reason. */
  readonly signal?: AbortSignal;
}

export interface PlanAssignment {
  readonly need: string;
  readonly slot: string;
  /** Pieces, 1 or more. */
  readonly amount: number;
}

/** How evenly units are called upon; all of it counts needs, not pieces. */
export interface Fairness {
  /** Σ load² over units, in needs: what FAIR makes small. */
  readonly sumOfSquares: number;
  /** What FAIR made small in fact: as `sumOfSquares` when every need asks for 1, else with goods by their share. */
  readonly evenness: number;
  readonly unitsServing: number;
  readonly mostLoad: number;
  /** The most loaded unit's part of all loads, 0…1. */
  readonly mostShare: number;
  /** 0 = all alike, towards 1 = one carries all; over units that have an edge. */
  readonly gini: number;
}

export interface GoalValues {
  /** Needs served at least partly by urgency: [URGENT, HIGH, NORMAL, LOW]. */
  readonly urgent: readonly [number, number, number, number];
  /** Needs served at least partly. */
  readonly served: number;
  /** Σ score × amount / demand. */
  readonly score: number;
  /** Σ amount / demand. */
  readonly filled: number;
  readonly fair: Fairness;
}

/** What one goal cost those after it: what they would reach if it were not asked for. */
export interface GoalPrice {
  readonly goal: Goal;
  readonly without: GoalValues;
  /**
   * What each later goal gave up: needs for SERVED, score for SCORE, `evenness` for FAIR. The first one of them never
   * gains by the goal; one after it may, and then its number is below 0.
   */
  readonly givenUp: Readonly<Partial<Record<Exclude<Goal, "URGENT">, number>>>;
}

export interface PlanResult {
  /** By need id, then slot id. */
  readonly assignments: readonly PlanAssignment[];
  readonly values: GoalValues;
  /** One for each goal that a later goal could suffer from, in order; empty when not `priced`. */
  readonly prices: readonly GoalPrice[];
  /**
   * Whether the plan is the optimum under the unit cap. False only where divisible needs pushed a unit over
   * its cap: counting them is a fixed charge (NP-hard), so the unit kept the best of them and the rest was planned anew.
   */
  readonly exact: boolean;
}

import type { Goal } from "./solver/problem.ts";

/** What a goal cost another one that comes after it. */
export interface GoalCost {
  readonly goal: Goal;
  /** In the measure of that goal's `value`; below 0 where it gained. */
  readonly givenUp: number;
  /** Of what it would have reached, 0…1; null where that is nothing. */
  readonly share: number | null;
  readonly message: string;
}

export interface GoalOutcome {
  readonly goal: Goal;
  readonly value: number;
  readonly message: string;
  readonly costs: readonly GoalCost[];
}

export interface FairnessOutcome {
  readonly unitsWithMatch: number;
  readonly unitsActive: number;
  readonly largestLoad: number;
  readonly largestShare: number;
  readonly gini: number;
}

/** A plan as a whole, as it is kept (`match_plan.outcome`). */
export interface PlanOutcome {
  readonly summary: string;
  readonly needs: number;
  readonly served: number;
  readonly partlyServed: number;
  readonly priced: boolean;
  readonly exact: boolean;
  readonly goals: readonly GoalOutcome[];
  /** What the most a unit may carry cost; empty without one, and where it was not priced. */
  readonly unitCapCosts: readonly GoalCost[];
  readonly fairness: FairnessOutcome;
  /** Milliseconds by phase, for those who run the platform. */
  readonly durations: { readonly collecting: number; readonly solving: number };
}

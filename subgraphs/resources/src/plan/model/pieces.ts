import type { IndexedSupply, NeedFacts } from "../../matching/facts.ts";
import { measureOf, type Dimension } from "../../matching/fits/measure.ts";
import type { PlanCandidate, PlannedNeed } from "../collect-candidates.ts";

/** How many needs a supply serves that says no quantity, or one that cannot be compared with what is asked. */
export const UNCOUNTED_NEEDS = 10;

const MOST_DEMAND = 1_000_000;
const MOST_CAPACITY = 1_000_000_000;

const NOT_THINGS: ReadonlySet<Dimension> = new Set(["PERSON", "SESSION", "TIME"]);

/** What a need takes: pieces of things that are counted (base units of a dimension), or one engagement. */
export interface Demand {
  readonly pieces: number;
  /** Null: one engagement, or one piece of whatever it is given. */
  readonly dimension: Dimension | null;
}

/**
 * A need is counted when its best candidate gives things in a measure that compares with its own; else it is served
 * as a whole, by one engagement. Half of it one way and half the other no unit would offer.
 */
export function demandOf({ left, candidates }: PlannedNeed): Demand {
  const [best] = candidates;
  const measure = best === undefined ? null : measureOf(best.need.unitOfMeasure);
  if (best === undefined || left === null || measure === null || !isCounted(best)) {
    return { pieces: 1, dimension: null };
  }
  return { pieces: clamp(Math.ceil(left * measure.factor), 1, MOST_DEMAND), dimension: measure.dimension };
}

/** Whether things are given away. Of a row without a category its measure says so: it never gives more than it has. */
export function isGiven({ supply, fits: { capacity } }: PlanCandidate): boolean {
  return capacity.isDivisible || (supply.category === null && stockOf(supply) !== null && isOfThings(supply));
}

/** Whether the pair can be counted piece against piece. */
export function isCounted(candidate: PlanCandidate): boolean {
  const { need, supply } = candidate;
  if (!isGiven(candidate) || supply.quantity === null || !isOfThings(supply)) return false;
  return measureOf(need.unitOfMeasure)?.dimension === measureOf(supply.unitOfMeasure)?.dimension;
}

function isOfThings({ unitOfMeasure }: IndexedSupply): boolean {
  const dimension = measureOf(unitOfMeasure)?.dimension;
  return dimension !== undefined && !NOT_THINGS.has(dimension);
}

/** What is left of a supply in whole pieces; null where it says no quantity in a measure that is known. */
export function stockOf({ quantity, promised, unitOfMeasure }: IndexedSupply): number | null {
  const measure = measureOf(unitOfMeasure);
  if (quantity === null || measure === null) return null;
  return clamp(Math.floor((quantity - promised) * measure.factor), 0, MOST_CAPACITY);
}

/** Pieces back into the need's own measure; all of them are exactly what it lacks. */
export function amountOf(
  pieces: number,
  demand: Demand,
  need: NeedFacts,
  left: number | null,
): number | null {
  if (demand.dimension === null || left === null) return null;
  if (pieces === demand.pieces) return left;
  return Number((pieces / (measureOf(need.unitOfMeasure)?.factor ?? 1)).toFixed(6));
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

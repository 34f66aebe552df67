import type { Goal, PlanEdge, PlanNeed, PlanOptions, PlanSlot } from "./problem.ts";

const MOST_DEMAND = 1_000_000;
const MOST_CAPACITY = 1_000_000_000;

/** A wrong problem is a mistake of the program that made it, so these are plain errors. */
export function checkGoals(goals: readonly Goal[]): void {
  if (goals.length === 0 || new Set(goals).size !== goals.length) {
    throw new RangeError("Goals must be named, each at most once.");
  }
  if (goals.includes("FAIR") && !goals.slice(0, goals.indexOf("FAIR")).includes("SERVED")) {
    throw new RangeError("FAIR must stand after SERVED: the fairest plan of all is to do nothing.");
  }
}

export function checkCap(cap: PlanOptions["unitCap"]): void {
  if (cap !== null && cap !== undefined) checkWhole(cap, 0, MOST_CAPACITY, "unitCap");
}

export function checkNeed(need: PlanNeed): void {
  checkWhole(need.demand, 1, MOST_DEMAND, `demand of ${need.id}`);
  checkWhole(need.urgency, 0, 3, `urgency of ${need.id}`);
}

export function checkSlot(slot: PlanSlot): void {
  checkWhole(slot.capacity, 0, MOST_CAPACITY, `capacity of ${slot.id}`);
}

export function checkEdge(edge: PlanEdge): void {
  checkWhole(edge.most, 1, MOST_CAPACITY, `most of ${edge.need} to ${edge.slot}`);
  if (!(edge.score >= 0 && edge.score <= 1)) {
    throw new RangeError(`The score of ${edge.need} to ${edge.slot} is not in 0…1.`);
  }
}

function checkWhole(value: number, least: number, most: number, name: string): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`The ${name} is not a whole number in ${least}…${most}.`);
}

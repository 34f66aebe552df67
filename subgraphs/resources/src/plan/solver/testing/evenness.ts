import type { PlanProblem } from "../problem.ts";

/**
 * What FAIR makes small, said again in the words of its definition, in millionths: by unit Σ load² of its engagements,
 * and of its goods by measure, these in steps of the mean demand.
 */
export function evennessOf(problem: PlanProblem): (used: readonly number[]) => number {
  const slots = problem.supplies.flatMap((supply) =>
    supply.slots.map((slot) => ({ ...slot, unit: supply.unit })),
  );
  const demandOf = new Map(problem.needs.map(({ id, demand }) => [id, demand]));
  const askers = (ids: readonly string[]): number[] => {
    const needs = new Set(problem.edges.filter(({ slot }) => ids.includes(slot)).map(({ need }) => need));
    return [...needs].map((need) => demandOf.get(need) ?? 0);
  };
  const isGoods = slots.map(({ id }) => askers([id]).some((demand) => demand > 1));
  const goods = slots.filter((_, slot) => isGoods[slot]);
  const means = new Map<string | null, number>();
  for (const measure of new Set(goods.map((slot) => slot.measure ?? null))) {
    const demands = askers(goods.filter((slot) => (slot.measure ?? null) === measure).map(({ id }) => id));
    means.set(measure, demands.reduce((sum, demand) => sum + demand, 0) / demands.length);
  }
  const groups = slots.map(({ unit, measure }, slot) =>
    isGoods[slot] ? `${unit}/goods/${measure ?? ""}` : unit,
  );
  return (used) => {
    let sum = 0;
    for (const group of new Set(groups)) {
      const pieces = used.reduce((all, amount, slot) => all + (groups[slot] === group ? amount : 0), 0);
      const first = groups.indexOf(group);
      const mean = isGoods[first] ? (means.get(slots[first]?.measure ?? null) ?? 1) : 1;
      sum += costOf(pieces, mean);
    }
    return sum;
  };
}

function costOf(pieces: number, mean: number): number {
  const block = Math.max(1, Math.round(mean));
  const unit = Math.max(1, Math.round(1e6 / block));
  let cost = 0;
  for (let piece = 0; piece < pieces; piece++) cost += unit * (2 * Math.floor(piece / block) + 1);
  return cost;
}

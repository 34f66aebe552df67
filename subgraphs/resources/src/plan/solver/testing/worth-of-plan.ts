import type { Goal, PlanAssignment, PlanProblem } from "../problem.ts";
import { fillsFirst, type Worth } from "./exhaustive.ts";

/** A plan's worth, added up from its assignments alone. */
export function worthOfPlan(
  problem: PlanProblem,
  goals: readonly Goal[],
  assignments: readonly PlanAssignment[],
  evenness: (used: readonly number[]) => number,
): Worth {
  const slots = problem.supplies.flatMap((supply) => supply.slots);
  const used = slots.map(({ id }) => amountOf(assignments.filter(({ slot }) => slot === id)));
  const given = problem.needs.map(({ id }) => amountOf(assignments.filter(({ need }) => need === id)));
  const demandOf = (id: string): number => problem.needs.find((need) => need.id === id)?.demand ?? 1;
  const worths: Record<Goal, () => number[]> = {
    URGENT: () =>
      [3, 2, 1, 0].map(
        (level) => problem.needs.filter((need, at) => need.urgency === level && (given[at] ?? 0) > 0).length,
      ),
    SERVED: () => [given.filter((amount) => amount > 0).length],
    SCORE: () => [
      assignments.reduce((sum, { need, slot, amount }) => {
        const edge = problem.edges.find((each) => each.need === need && each.slot === slot);
        return sum + amount * Math.round(((edge?.score ?? NaN) * 1e9) / demandOf(need));
      }, 0),
    ],
    FAIR: () => [
      fillsFirst(goals)
        ? problem.needs.reduce((sum, need, at) => sum + (60 * (given[at] ?? 0)) / need.demand, 0)
        : 0,
      -evenness(used),
    ],
  };
  return goals.flatMap((goal) => worths[goal]());
}

export function amountOf(assignments: readonly PlanAssignment[]): number {
  return assignments.reduce((sum, { amount }) => sum + amount, 0);
}

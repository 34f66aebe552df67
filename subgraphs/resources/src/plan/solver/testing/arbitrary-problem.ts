import fc from "fast-check";
import type { Goal, PlanProblem } from "../problem.ts";

/** Every order of all goals, or of some, in which FAIR stands after SERVED. */
export const GOAL_ORDERS: readonly (readonly Goal[])[] = ordersOf([
  "URGENT",
  "SERVED",
  "SCORE",
  "FAIR",
]).filter(
  (goals) =>
    goals.length > 0 && (!goals.includes("FAIR") || goals.slice(0, goals.indexOf("FAIR")).includes("SERVED")),
);

function ordersOf(goals: readonly Goal[]): Goal[][] {
  return [
    [],
    ...goals.flatMap((goal) =>
      ordersOf(goals.filter((each) => each !== goal)).map((rest) => [goal, ...rest]),
    ),
  ];
}

interface Sizes {
  readonly needs: number;
  readonly slots: number;
  readonly edgesPerNeed: number;
  readonly demand: number;
  readonly capacity: number;
}

/** Small problems with much contention: few units, few scores, so that many plans are nearly alike. */
export function arbitraryProblem(sizes: Sizes): fc.Arbitrary<PlanProblem> {
  const slot = fc.record({
    unit: fc.nat({ max: 3 }),
    capacity: fc.nat({ max: sizes.capacity }),
    measure: fc.constantFrom(null, "chair"),
  });
  const edge = fc.record({
    slot: fc.nat({ max: sizes.slots - 1 }),
    score: fc.constantFrom(0, 0.25, 0.5, 0.51, 0.9, 1),
    most: fc.integer({ min: 1, max: sizes.demand }),
  });
  const need = fc.record({
    demand: fc.integer({ min: 1, max: sizes.demand }),
    urgency: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const),
    edges: fc.uniqueArray(edge, { maxLength: sizes.edgesPerNeed, selector: (each) => each.slot }),
  });
  return fc
    .tuple(
      fc.array(need, { minLength: 1, maxLength: sizes.needs }),
      fc.array(slot, { minLength: sizes.slots, maxLength: sizes.slots }),
    )
    .map(([needs, slots]) => ({
      needs: needs.map(({ demand, urgency }, at) => ({ id: `n${at}`, demand, urgency })),
      units: [0, 1, 2, 3].map((unit) => ({ id: `u${unit}` })),
      supplies: slots.map(({ unit, capacity, measure }, at) => ({
        id: `s${at}`,
        unit: `u${unit}`,
        slots: [{ id: `s${at}`, capacity, measure }],
      })),
      edges: needs.flatMap(({ edges }, at) =>
        edges.map((each) => ({ ...each, need: `n${at}`, slot: `s${each.slot}` })),
      ),
    }));
}

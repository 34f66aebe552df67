import fc from "fast-check";
import { plan } from "./plan.ts";
import type { Goal, PlanProblem, PlanResult } from "./problem.ts";
import { arbitraryProblem, GOAL_ORDERS } from "./testing/arbitrary-problem.ts";
import { evennessOf } from "./testing/evenness.ts";
import { bestWorth } from "./testing/exhaustive.ts";
import { solveByHighs } from "./testing/solve-by-highs.ts";
import { amountOf, worthOfPlan } from "./testing/worth-of-plan.ts";

const anyGoals = fc.constantFrom(...GOAL_ORDERS);

async function expectBest(
  problem: PlanProblem,
  goals: readonly Goal[],
  unitCap: number | null,
): Promise<void> {
  const result = await plan(problem, { goals, unitCap, priced: false });
  expectKeptLimits(problem, result);
  const evenness = evennessOf(problem);
  const worth = worthOfPlan(problem, goals, result.assignments, evenness);
  expect(worth).toEqual(bestWorth(problem, goals, unitCap, evenness));
}

function expectKeptLimits(problem: PlanProblem, { assignments }: PlanResult): void {
  for (const { id, demand } of problem.needs) {
    expect(amountOf(assignments.filter(({ need }) => need === id))).toBeLessThanOrEqual(demand);
  }
  for (const { id, capacity } of problem.supplies.flatMap(({ slots }) => slots)) {
    expect(amountOf(assignments.filter(({ slot }) => slot === id))).toBeLessThanOrEqual(capacity);
  }
  for (const { need, slot, amount } of assignments) {
    expect(amount).toBeGreaterThan(0);
    const edge = problem.edges.find((each) => each.need === need && each.slot === slot);
    expect(amount).toBeLessThanOrEqual(edge?.most ?? 0);
  }
}

describe("the plan is the best there is", () => {
  test("for needs of one, whatever the order of goals and the cap on units", async () => {
    const problems = arbitraryProblem({ needs: 12, slots: 12, edgesPerNeed: 3, demand: 1, capacity: 2 });
    const anyCap = fc.constantFrom(null, 0, 1, 2, 3);
    await fc.assert(
      fc.asyncProperty(problems, anyGoals, anyCap, (problem, goals, cap) => expectBest(problem, goals, cap)),
      { seed: 20_261, numRuns: 400 },
    );
  });

  test("for needs of several pieces, whatever the order of goals", async () => {
    const problems = arbitraryProblem({ needs: 6, slots: 5, edgesPerNeed: 3, demand: 6, capacity: 8 });
    await fc.assert(
      fc.asyncProperty(problems, anyGoals, (problem, goals) => expectBest(problem, goals, null)),
      { seed: 20_262, numRuns: 400 },
    );
  });

  test("and no unit serves more needs than the cap, though goods come in pieces", async () => {
    const problems = arbitraryProblem({ needs: 12, slots: 12, edgesPerNeed: 4, demand: 6, capacity: 8 });
    await fc.assert(
      fc.asyncProperty(problems, anyGoals, fc.nat({ max: 3 }), async (problem, goals, unitCap) => {
        const result = await plan(problem, { goals, unitCap, priced: false });
        expectKeptLimits(problem, result);
        expect(result.values.fair.mostLoad).toBeLessThanOrEqual(unitCap);
        if (!result.exact) return;
        const free = await plan(problem, { goals, priced: false });
        if (free.values.fair.mostLoad <= unitCap) expect(result.values).toEqual(free.values);
      }),
      { seed: 20_263, numRuns: 200 },
    );
  });
});

test("the same problem has the same plan, in whatever order it is told", async () => {
  const problems = arbitraryProblem({ needs: 12, slots: 12, edgesPerNeed: 6, demand: 3, capacity: 3 });
  await fc.assert(
    fc.asyncProperty(problems, anyGoals, async (problem, goals) => {
      const turned = {
        needs: [...problem.needs].reverse(),
        units: [...problem.units].reverse(),
        supplies: [...problem.supplies].reverse(),
        edges: [...problem.edges].sort((a, b) => a.score - b.score),
      };
      expect(await plan(turned, { goals })).toEqual(await plan(problem, { goals }));
    }),
    { seed: 20_264, numRuns: 100 },
  );
});

/** A can serve all 61 needs and is the best for 22 of them; five others serve up to 12 each. */
function oneUnitForAll(): PlanProblem {
  const others = ["B", "C", "D", "E", "F"];
  const needs = Array.from({ length: 61 }, (_, at) => ({
    id: `n${at}`,
    demand: 1,
    urgency: (at % 4) as 0 | 1 | 2 | 3,
  }));
  return {
    needs,
    units: ["A", ...others].map((id) => ({ id })),
    supplies: [
      { id: "A", unit: "A", slots: [{ id: "A", capacity: 61 }] },
      ...others.map((id) => ({ id, unit: id, slots: [{ id, capacity: 12 }] })),
    ],
    edges: needs.flatMap(({ id: need }, at) => [
      { need, slot: "A", score: at < 22 ? 0.95 : 0.6, most: 1 },
      { need, slot: others[at % 5] ?? "", score: 0.8, most: 1 },
      { need, slot: others[(at + 1) % 5] ?? "", score: 0.7, most: 1 },
    ]),
  };
}

test("fairness before score takes work off the unit that scores best, and says what that costs", async () => {
  const problem = oneUnitForAll();
  const scored = await plan(problem);
  const fair = await plan(problem, { goals: ["URGENT", "SERVED", "FAIR", "SCORE"] });
  const shareOfA = ({ assignments }: PlanResult): number =>
    assignments.filter(({ slot }) => slot === "A").length;
  expect([scored.values.served, fair.values.served]).toEqual([61, 61]);
  expect(shareOfA(scored)).toBeGreaterThanOrEqual(22);
  expect(shareOfA(fair)).toBeLessThanOrEqual(11);
  expect(fair.values.fair).toMatchObject({
    unitsServing: 6,
    mostLoad: 11,
    sumOfSquares: 5 * 10 ** 2 + 11 ** 2,
  });
  const price = fair.prices.find(({ goal }) => goal === "FAIR");
  expect(price?.without.score).toBeCloseTo(scored.values.score, 9);
  expect(price?.givenUp.SCORE).toBeCloseTo(scored.values.score - fair.values.score, 9);
  expect(price?.givenUp.SCORE).toBeGreaterThan(0);
  expect(price?.without.served).toBe(61);
});

test("the urgent need comes first, and what that costs the others is told", async () => {
  const contest: PlanProblem = {
    needs: [
      { id: "urgent", demand: 1, urgency: 3 },
      { id: "low", demand: 1, urgency: 0 },
    ],
    units: [{ id: "u" }],
    supplies: [{ id: "hall", unit: "u", slots: [{ id: "hall/2026-09", capacity: 1 }] }],
    edges: [
      { need: "urgent", slot: "hall/2026-09", score: 0.25, most: 1 },
      { need: "low", slot: "hall/2026-09", score: 0.75, most: 1 },
    ],
  };
  const { assignments, prices } = await plan(contest);
  expect(assignments).toEqual([{ need: "urgent", slot: "hall/2026-09", amount: 1 }]);
  expect(prices[0]).toMatchObject({ goal: "URGENT", givenUp: { SERVED: 0, SCORE: 0.5, FAIR: 0 } });
});

test("a long plan lets others work, tells how far it is, and can be called off", async () => {
  const problem = manyNeeds(4000);
  const seen: number[] = [];
  const aborter = new AbortController();
  const planning = plan(problem, {
    goals: ["URGENT", "SERVED", "FAIR", "SCORE"],
    signal: aborter.signal,
    onProgress: (done, of) => {
      seen.push(done / of);
      if (seen.length === 5) aborter.abort(new Error("the secretary changed her mind"));
    },
  });
  await expect(planning).rejects.toThrow("the secretary changed her mind");
  expect(seen).toHaveLength(5);
  expect(seen.every((part) => part > 0 && part <= 1)).toBe(true);
});

function manyNeeds(count: number): PlanProblem {
  const ids = Array.from({ length: count }, (_, at) => at);
  return {
    needs: ids.map((at) => ({ id: `n${at}`, demand: 1, urgency: 1 })),
    units: ids.slice(0, 100).map((at) => ({ id: `u${at}` })),
    supplies: ids.map((at) => ({
      id: `s${at}`,
      unit: `u${at % 100}`,
      slots: [{ id: `s${at}`, capacity: 1 }],
    })),
    edges: ids
      .flatMap((at) =>
        [1, 7, 49, 343].map((step) => ({
          need: `n${at}`,
          slot: `s${(at * step) % count}`,
          score: ((at * step) % 97) / 97,
          most: 1,
        })),
      )
      .filter(
        (edge, at, all) =>
          all.findIndex((other) => other.need === edge.need && other.slot === edge.slot) === at,
      ),
  };
}

describe("a problem that is none is refused at once", () => {
  const one: PlanProblem = {
    needs: [{ id: "n", demand: 1, urgency: 0 }],
    units: [{ id: "u" }],
    supplies: [{ id: "s", unit: "u", slots: [{ id: "s", capacity: 1 }] }],
    edges: [{ need: "n", slot: "s", score: 1, most: 1 }],
  };
  test.each<[string, Partial<PlanProblem>]>([
    ["Two of one need id", { needs: [...one.needs, ...one.needs] }],
    ["Two edges of one pair", { edges: [...one.edges, ...one.edges] }],
    ["Unknown id x", { edges: [{ need: "x", slot: "s", score: 1, most: 1 }] }],
    ["not in 0…1", { edges: [{ need: "n", slot: "s", score: NaN, most: 1 }] }],
    ["demand of n", { needs: [{ id: "n", demand: 0, urgency: 0 }] }],
  ])("%s", async (message, change) => {
    await expect(plan({ ...one, ...change })).rejects.toThrow(message);
  });

  test("FAIR before SERVED", async () => {
    await expect(plan(one, { goals: ["FAIR", "SERVED"] })).rejects.toThrow("FAIR must stand after SERVED");
  });

  test("an empty problem has an empty plan", async () => {
    const result = await plan({ needs: [], units: [], supplies: [], edges: [] });
    expect(result).toMatchObject({ assignments: [], values: { served: 0, score: 0, fair: { gini: 0 } } });
  });
});

describe("HiGHS, asked the same, finds nothing better", () => {
  test.each<readonly Goal[][]>([
    [["URGENT", "SERVED", "SCORE", "FAIR"]],
    [["URGENT", "SERVED", "FAIR", "SCORE"]],
    [["SCORE", "SERVED"]],
  ])("for %s", async (goals) => {
    const problems = arbitraryProblem({ needs: 60, slots: 40, edgesPerNeed: 12, demand: 1, capacity: 3 });
    for (const problem of fc.sample(problems, { seed: 20_265, numRuns: 4 })) {
      const { values } = await plan(problem, { goals, priced: false });
      const ours: Record<Goal, readonly number[]> = {
        URGENT: values.urgent,
        SERVED: [values.served],
        SCORE: [values.score],
        FAIR: [-values.fair.sumOfSquares],
      };
      const theirs = await solveByHighs(problem, goals);
      for (const [at, value] of goals.flatMap((goal) => ours[goal]).entries()) {
        expect(value).toBeCloseTo(theirs[at]?.value ?? NaN, 5);
      }
    }
  });
});

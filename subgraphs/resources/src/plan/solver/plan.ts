import { checkCap, checkGoals } from "./check-problem.ts";
import { assignmentsOf, measure } from "./measure.ts";
import { buildNetwork, type Network } from "./network.ts";
import { Pacer } from "./pacer.ts";
import {
  DEFAULT_GOALS,
  type Goal,
  type GoalPrice,
  type GoalValues,
  type PlanOptions,
  type PlanProblem,
  type PlanResult,
} from "./problem.ts";
import { solveCapped } from "./unit-cap.ts";

/**
 * Assigns all needs at once, the best plan for the goals in their order. The same problem gives the same plan, in
 * whatever order its parts are named. Throws RangeError for a problem that is none (unknown ids, doubled pairs, sizes).
 */
export async function plan(problem: PlanProblem, options: PlanOptions = {}): Promise<PlanResult> {
  const goals = options.goals ?? DEFAULT_GOALS;
  const unitCap = options.unitCap ?? null;
  checkGoals(goals);
  checkCap(unitCap);
  options.signal?.throwIfAborted();
  const network = buildNetwork(problem);
  const pacer = new Pacer(options.onProgress, options.signal);
  const { flow, exact } = await solveCapped(network, goals, unitCap, pacer);
  const values = measure(network, flow);
  const assignments = assignmentsOf(network, flow);
  const prices = options.priced === false ? [] : await priceGoals(network, goals, unitCap, values, pacer);
  return { assignments, values, prices, exact };
}

async function priceGoals(
  network: Network,
  goals: readonly Goal[],
  unitCap: number | null,
  values: GoalValues,
  pacer: Pacer,
): Promise<GoalPrice[]> {
  const prices: GoalPrice[] = [];
  for (const goal of goals.filter((each) => canCost(each, goals))) {
    const isFree = goal === "URGENT" && servesAll(network, values) && startsWithServing(goals);
    const free = isFree ? values : await valuesOf(network, without(goal, goals), unitCap, pacer);
    prices.push({
      goal,
      without: free,
      givenUp: difference(values, free, goals.slice(goals.indexOf(goal) + 1)),
    });
  }
  return prices;
}

async function valuesOf(
  network: Network,
  goals: readonly Goal[],
  unitCap: number | null,
  pacer: Pacer,
): Promise<GoalValues> {
  return measure(network, (await solveCapped(network, goals, unitCap, pacer)).flow);
}

/** Where all that can be served are, serving the most serves the urgent ones too: no need to plan that again. */
function servesAll(network: Network, values: GoalValues): boolean {
  return values.served === new Set(network.edgeNeed).size;
}

function startsWithServing(goals: readonly Goal[]): boolean {
  return goals.indexOf("URGENT") < 2 && goals[0] !== "SCORE" && goals.slice(0, 2).includes("SERVED");
}

function difference(values: GoalValues, free: GoalValues, later: readonly Goal[]): GoalPrice["givenUp"] {
  return {
    ...(later.includes("SERVED") && { SERVED: free.served - values.served }),
    ...(later.includes("SCORE") && { SCORE: free.score - values.score }),
    ...(later.includes("FAIR") && { FAIR: values.fair.evenness - free.fair.evenness }),
  };
}

/** The last goal costs nobody. SERVED asks nothing that URGENT has not: serving the urgent first never serves fewer. */
function canCost(goal: Goal, goals: readonly Goal[]): boolean {
  const place = goals.indexOf(goal);
  const later = goals.slice(place + 1);
  if (goal === "SERVED" && goals.slice(0, place).includes("URGENT")) return false;
  return later.some((each) => goal !== "URGENT" || each !== "SERVED") && without(goal, goals).length > 0;
}

/** Without SERVED there is nothing to hold FAIR back from doing nothing, so both go. */
function without(goal: Goal, goals: readonly Goal[]): Goal[] {
  return goals.filter((each) => each !== goal && !(goal === "SERVED" && each === "FAIR"));
}

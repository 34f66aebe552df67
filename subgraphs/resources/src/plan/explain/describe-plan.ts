import type { PlanModel } from "../model/build-problem.ts";
import type { Given } from "../model/read-lines.ts";
import type { GoalCost, PlanOutcome } from "../plan-outcome.ts";
import type { Goal, GoalValues, PlanResult } from "../solver/problem.ts";
import { describeCosts, describeGoals } from "./describe-goals.ts";
import type { UnitLoad } from "./loads.ts";

/** What was asked for, and what came out. */
export interface SolvedPlan {
  readonly model: PlanModel;
  readonly goals: readonly Goal[];
  readonly unitCap: number | null;
  readonly result: PlanResult;
  /** Whether prices were computed. */
  readonly priced: boolean;
  /** What would be reached without the most a unit may carry; null where there is none, or it was not priced. */
  readonly uncapped: GoalValues | null;
  readonly given: readonly Given[];
  readonly loads: readonly UnitLoad[];
}

export function describePlan(solved: SolvedPlan, durations: PlanOutcome["durations"]): PlanOutcome {
  const { model, goals, result, priced, loads } = solved;
  const { values, prices, exact } = result;
  const { fair } = values;
  const facts = {
    needs: model.needs.size,
    served: values.served,
    partlyServed: countPartlyServed(solved.given),
    priced,
    exact,
    goals: describeGoals(goals, values, prices, countByUrgency(model)),
    unitCapCosts: capCosts(solved),
    fairness: {
      unitsWithMatch: fair.unitsServing,
      unitsActive: loads.length,
      largestLoad: fair.mostLoad,
      largestShare: fair.mostShare,
      gini: fair.gini,
    },
  };
  return { summary: summarise(facts, solved), ...facts, durations };
}

type Facts = Omit<PlanOutcome, "summary" | "durations">;

function summarise(facts: Facts, { unitCap, loads, goals }: SolvedPlan): string {
  if (facts.needs === 0) return "这个区域没有要安排的需求。";
  const fair = facts.goals.find(({ goal }) => goal === "FAIR");
  const isFairFirst = goals.indexOf("FAIR") < goals.indexOf("SCORE");
  const sentences = [
    sayServed(facts),
    sayMostLoaded(loads, unitCap),
    fair === undefined || !isFairFirst || !facts.priced ? null : sayFairness(fair.costs),
    facts.unitCapCosts.length === 0 ? null : `为单位上限${say(facts.unitCapCosts)}`,
    facts.priced ? null : "需求太多，没有计算各项目标的代价",
    facts.exact ? null : "物资可以拆开给，加上单位上限，这是很好的方案，不保证是最好的",
  ];
  return `${sentences.filter((sentence) => sentence !== null).join("；")}。`;
}

function sayServed({ needs, served, partlyServed }: Facts): string {
  const partly = partlyServed === 0 ? "" : `，其中${partlyServed}条只满足一部分`;
  if (served === needs) return `${needs}条需求全部有着落${partly}`;
  return `${needs}条需求中${served}条有着落${partly}，${needs - served}条没有`;
}

function sayMostLoaded([most]: readonly UnitLoad[], unitCap: number | null): string | null {
  if (most === undefined || most.needs === 0) return null;
  const cap = unitCap === null ? "" : `（上限${unitCap}）`;
  return `${most.ownerName}承担最多，${most.needs}条${cap}`;
}

function sayFairness(costs: readonly GoalCost[]): string {
  return costs.length === 0 ? "公平没有让出总分" : `为公平${say(costs)}`;
}

function say(costs: readonly GoalCost[]): string {
  return costs.map(({ message }) => message).join("、");
}

function capCosts({ result: { values }, uncapped }: SolvedPlan): GoalCost[] {
  if (uncapped === null) return [];
  const givenUp = { SERVED: uncapped.served - values.served, SCORE: uncapped.score - values.score };
  return describeCosts(givenUp, uncapped);
}

function countByUrgency({ needs }: PlanModel): [number, number, number, number] {
  const counts: [number, number, number, number] = [0, 0, 0, 0];
  for (const { urgency } of needs.values()) counts[3 - urgency] = (counts[3 - urgency] ?? 0) + 1;
  return counts;
}

function countPartlyServed(given: readonly Given[]): number {
  const missing = new Map<string, number>();
  for (const { need, pieces } of given) {
    missing.set(need.id, (missing.get(need.id) ?? need.demand.pieces) - pieces);
  }
  return [...missing.values()].filter((pieces) => pieces > 0).length;
}

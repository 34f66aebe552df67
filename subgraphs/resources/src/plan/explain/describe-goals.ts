import type { GoalCost, GoalOutcome } from "../plan-outcome.ts";
import type { Goal, GoalPrice, GoalValues } from "../solver/problem.ts";

/** Differences below this come from adding up fractions. */
const NOTHING = 1e-9;

/** How many needs of each urgency there are: [URGENT, HIGH, NORMAL, LOW]. */
type ByUrgency = readonly [number, number, number, number];

/** Each goal in its order: what it reached, and what it cost those after it. */
export function describeGoals(
  goals: readonly Goal[],
  values: GoalValues,
  prices: readonly GoalPrice[],
  asked: ByUrgency,
): GoalOutcome[] {
  return goals.map((goal) => {
    const price = prices.find((each) => each.goal === goal);
    return {
      goal,
      value: valueOf(goal, values),
      message: sayValue(goal, values, asked),
      costs: price === undefined ? [] : describeCosts(price.givenUp, price.without),
    };
  });
}

/** What was given up of each goal, as numbers and sentences; nothing where nothing was. */
export function describeCosts(givenUp: GoalPrice["givenUp"], without: GoalValues): GoalCost[] {
  return (["SERVED", "SCORE", "FAIR"] as const).flatMap((goal) => {
    const lost = givenUp[goal] ?? 0;
    if (Math.abs(lost) < NOTHING) return [];
    const free = valueOf(goal, without);
    const share = free === 0 ? null : lost / free;
    return [{ goal, givenUp: lost, share, message: sayCost(goal, lost, share) }];
  });
}

/** URGENT: urgent needs served; SERVED: needs; SCORE: the sum; FAIR: the sum of squared loads, the smaller the better. */
function valueOf(goal: Goal, { urgent, served, score, fair }: GoalValues): number {
  switch (goal) {
    case "URGENT":
      return urgent[0];
    case "SERVED":
      return served;
    case "SCORE":
      return score;
    case "FAIR":
      return fair.evenness;
  }
}

function sayValue(goal: Goal, { urgent, served, score, fair }: GoalValues, asked: ByUrgency): string {
  switch (goal) {
    case "URGENT": {
      const said = ["紧急", "较急", "一般", "不急"].flatMap((name, rank) =>
        (asked[rank] ?? 0) === 0 ? [] : [`${name}${urgent[rank] ?? 0}/${asked[rank] ?? 0}条`],
      );
      return said.length === 0 ? "没有需求。" : `有着落的：${said.join("，")}。`;
    }
    case "SERVED":
      return `${served}条需求有着落。`;
    case "SCORE":
      return `总分${score.toFixed(2)}，平均每条${(served === 0 ? 0 : score / served).toFixed(2)}。`;
    case "FAIR":
      return `${fair.unitsServing}个单位承担，最多的一个承担${fair.mostLoad}条，占${percent(fair.mostShare)}。`;
  }
}

function sayCost(goal: Exclude<Goal, "URGENT">, lost: number, share: number | null): string {
  const size = Math.abs(lost);
  const part = share === null ? "" : `（${percent(Math.abs(share))}）`;
  switch (goal) {
    case "SERVED":
      return lost > 0 ? `少${size}条需求有着落` : `多${size}条需求有着落`;
    case "SCORE":
      return lost > 0 ? `让出总分${size.toFixed(2)}${part}` : `总分多${size.toFixed(2)}${part}`;
    case "FAIR":
      return lost > 0 ? `分担没有那么均匀${part}` : `分担更均匀${part}`;
  }
}

/** 0.0243 → 2.4% */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

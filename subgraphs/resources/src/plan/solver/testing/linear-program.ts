import type { Goal, PlanProblem } from "../problem.ts";

type Sum = readonly (readonly [number, string])[];

/** A problem as a linear program in CPLEX LP text, goal by goal: what HiGHS is asked, knowing nothing of our flow. */
export interface LinearProgram {
  /** What each goal makes large, in order; URGENT is four of them. */
  readonly objectives: readonly { readonly goal: Goal; readonly sum: Sum }[];
  /** The text for one objective, with the earlier ones held at their values. */
  readonly text: (objective: number, held: readonly number[]) => string;
}

/** FAIR is written for needs of one piece only, where a unit's load is a count of needs. */
export function linearProgram(problem: PlanProblem, goals: readonly Goal[]): LinearProgram {
  const flows = problem.edges.map((edge, at) => ({ ...edge, name: `x${at}` }));
  const ofNeed = groupBy(flows, ({ need }) => need);
  const ofSlot = groupBy(flows, ({ slot }) => slot);
  const bounds = flows.map(({ name, most }) => `0 <= ${name} <= ${most}`);
  const rows: string[] = [];
  for (const [at, need] of problem.needs.entries()) {
    const given = (ofNeed.get(need.id) ?? []).map(({ name }) => `- ${name}`);
    rows.push(`f${at} + g${at} ${given.join(" ")} = 0`);
    bounds.push(`0 <= f${at} <= 1`, `0 <= g${at} <= ${need.demand - 1}`);
  }
  const steps: [number, string][] = [];
  for (const unit of problem.units) {
    const slots = problem.supplies
      .filter((supply) => supply.unit === unit.id)
      .flatMap((supply) => supply.slots);
    const taken = slots.flatMap(({ id }) => ofSlot.get(id) ?? []).map(({ name }) => `- ${name}`);
    for (const { id, capacity } of slots) {
      const given = (ofSlot.get(id) ?? []).map(({ name }) => name);
      if (given.length > 0) rows.push(`${given.join(" + ")} <= ${capacity}`);
    }
    if (!goals.includes("FAIR") || taken.length === 0) continue;
    const most = Math.min(
      taken.length,
      slots.reduce((sum, { capacity }) => sum + capacity, 0),
    );
    const loads = Array.from(
      { length: most },
      (_, n) => [-(2 * n + 1), `z${steps.length + n}`] as [number, string],
    );
    rows.push(`${loads.map(([, name]) => name).join(" + ")} ${taken.join(" ")} = 0`);
    bounds.push(...loads.map(([, name]) => `0 <= ${name} <= 1`));
    steps.push(...loads);
  }
  const objectives = goals.flatMap((goal) =>
    sumsOf(goal, problem, flows, steps).map((sum) => ({ goal, sum })),
  );
  const text = (objective: number, held: readonly number[]): string => {
    const kept = held.map((value, at) => `${written(objectives[at]?.sum ?? [])} >= ${value - 1e-6}`);
    const all = [...rows, ...kept].map((row, at) => ` r${at}: ${row}`).join("\n");
    return `Maximize\n obj: ${written(objectives[objective]?.sum ?? [])}\nSubject To\n${all}\nBounds\n${bounds.join("\n")}\nEnd\n`;
  };
  return { objectives, text };
}

interface Variable {
  readonly name: string;
  readonly need: string;
  readonly score: number;
}

function sumsOf(goal: Goal, problem: PlanProblem, flows: readonly Variable[], steps: Sum): Sum[] {
  const firsts = problem.needs.map((need, at) => ({ ...need, name: `f${at}` }));
  switch (goal) {
    case "URGENT":
      return [3, 2, 1, 0].map((level) =>
        firsts.filter(({ urgency }) => urgency === level).map(({ name }) => [1, name] as const),
      );
    case "SERVED":
      return [firsts.map(({ name }) => [1, name] as const)];
    case "SCORE": {
      const demands = new Map(problem.needs.map(({ id, demand }) => [id, demand]));
      return [flows.map(({ name, need, score }) => [score / (demands.get(need) ?? 1), name] as const)];
    }
    case "FAIR":
      return [steps];
  }
}

/** In lines of a few terms: the format knows no longer ones. */
function written(sum: Sum): string {
  if (sum.length === 0) return "0 f0";
  return sum
    .map(
      ([factor, name], at) =>
        `${factor < 0 ? "-" : "+"} ${Math.abs(factor)} ${name}${at % 8 === 7 ? "\n" : ""}`,
    )
    .join(" ");
}

function groupBy<T>(things: readonly T[], key: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const group = groups.get(key(thing));
    if (group === undefined) groups.set(key(thing), [thing]);
    else group.push(thing);
  }
  return groups;
}

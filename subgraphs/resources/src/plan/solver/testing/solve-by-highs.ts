import highs from "highs";
import type { Goal, PlanProblem } from "../problem.ts";
import { linearProgram } from "./linear-program.ts";

export interface HighsValue {
  readonly goal: Goal;
  readonly value: number;
}

/** The value of each goal by HiGHS, one linear program after the other, each holding what the earlier ones reached. */
export async function solveByHighs(problem: PlanProblem, goals: readonly Goal[]): Promise<HighsValue[]> {
  const solver = await highs();
  const program = linearProgram(problem, goals);
  const held: number[] = [];
  for (const at of program.objectives.keys()) {
    const solution = solver.solve(program.text(at, held));
    if (solution.Status !== "Optimal") throw new Error(`HiGHS: ${solution.Status}`);
    const value = solution.ObjectiveValue;
    // All but scores are counts.
    held.push(program.objectives[at]?.goal === "SCORE" ? value : Math.round(value));
  }
  return program.objectives.map(({ goal }, at) => ({ goal, value: held[at] ?? NaN }));
}

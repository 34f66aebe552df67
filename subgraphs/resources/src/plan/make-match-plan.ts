import type { WorkScope } from "@gongjian/shared/events/work";
import { isId } from "@gongjian/shared/id";
import { runPlan } from "./run-plan.ts";

/** The job that `planMatches` asks for. */
export function makeMatchPlan(scope: WorkScope, payload: object): Promise<void> {
  const { planId } = payload as { readonly planId?: unknown };
  if (typeof planId !== "string" || !isId(planId)) throw new Error("The work names no plan.");
  return runPlan(scope, planId);
}

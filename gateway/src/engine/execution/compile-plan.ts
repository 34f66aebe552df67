import type { ConditionNode, PlanNode } from "../planning/plan.ts";
import { compileEntities } from "./fetch-entities.ts";
import { compileFetch } from "./fetch-root.ts";
import type { Execution } from "./execution.ts";
import type { TypeConditions } from "../supergraph/type-conditions.ts";

/** Carries out a part of a plan; nothing is handed back where there is nothing to wait for. */
export type Step = (execution: Execution<unknown>) => Promise<void> | undefined;

/** Turns a plan into closures, once for an operation. */
export function compilePlan(node: PlanNode, conditions: TypeConditions): Step {
  switch (node.kind) {
    case "sequence":
      return inSequence(node.nodes.map((child) => compilePlan(child, conditions)));
    case "parallel":
      return inParallel(node.nodes.map((child) => compilePlan(child, conditions)));
    case "condition":
      return onCondition(node, conditions);
    case "fetch":
      return compileFetch(node, conditions);
    case "entities":
      return compileEntities(node, conditions);
  }
}

function inSequence(steps: readonly Step[]): Step {
  return async (execution) => {
    for (const step of steps) await step(execution);
  };
}

function inParallel(steps: readonly Step[]): Step {
  return (execution) => {
    const waiting = steps.flatMap((step) => step(execution) ?? []);
    return waiting.length < 2 ? waiting[0] : Promise.all(waiting).then(nothing);
  };
}

function onCondition({ variable, then, otherwise }: ConditionNode, conditions: TypeConditions): Step {
  const [ifTrue, ifFalse] = [then, otherwise].map((node) => node && compilePlan(node, conditions));
  return (execution) => (execution.variables[variable] === true ? ifTrue : ifFalse)?.(execution);
}

function nothing(): void {
  // Only that all of it has happened counts.
}

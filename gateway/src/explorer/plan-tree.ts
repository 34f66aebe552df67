import { Kind, parse, print } from "graphql";
import type {
  ConditionNode,
  EntitiesNode,
  FetchNode,
  Path,
  PlanNode,
  Requirement,
} from "../engine/planning/plan.ts";
import type { PlanTree } from "./plan-view.ts";

/** A plan as people read it; null is the plan of an operation that asks no subgraph. */
export function planTreeOf(plan: PlanNode | null): PlanTree {
  switch (plan?.kind) {
    case undefined:
      return { kind: "sequence", title: "不问任何子图 No subgraph is asked", children: [] };
    case "sequence":
      return {
        kind: plan.kind,
        title: `${plan.nodes.length} 步 steps`,
        children: plan.nodes.map(planTreeOf),
      };
    case "parallel":
      return {
        kind: plan.kind,
        title: `${plan.nodes.length} 路 at once`,
        children: plan.nodes.map(planTreeOf),
      };
    case "condition":
      return treeOfCondition(plan);
    case "fetch":
      return treeOfFetch(plan);
    case "entities":
      return treeOfEntities(plan);
  }
}

function treeOfCondition({ variable, then, otherwise }: ConditionNode): PlanTree {
  const branch = (when: string, plan: PlanNode): PlanTree => ({
    kind: "condition",
    title: `$${variable} ${when}`,
    children: [planTreeOf(plan)],
  });
  const branches = [
    ...(then ? [branch("为真 is true", then)] : []),
    ...(otherwise ? [branch("为假 is false", otherwise)] : []),
  ];
  const [only] = branches;
  return branches.length === 1 && only
    ? only
    : { kind: "condition", title: `$${variable}`, children: branches };
}

function treeOfFetch({ subgraph, operation, path }: FetchNode): PlanTree {
  return {
    kind: "fetch",
    title: rootFieldsOf(operation).join(", "),
    subgraph,
    operation: print(parse(operation)),
    ...(path.length > 0 && { paths: [pathText(path)] }),
    children: [],
  };
}

/** Titled with the types and what of each is sent along to tell which object is meant. */
function treeOfEntities({ subgraph, operation, groups }: EntitiesNode): PlanTree {
  const keys = groups.flatMap(({ requires }) => requires.map(requirementText));
  return {
    kind: "entities",
    title: [...new Set(keys)].join(", "),
    subgraph,
    operation: print(parse(operation)),
    paths: groups.flatMap(({ paths }) => paths.map(pathText)),
    children: [],
  };
}

function rootFieldsOf(operation: string): string[] {
  return parse(operation, { noLocation: true }).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? definition.selectionSet.selections.map((field) =>
          field.kind === Kind.FIELD ? field.name.value : "…",
        )
      : [],
  );
}

function requirementText(requirement: Requirement): string {
  const name = "type" in requirement ? requirement.type : requirement.target;
  const parts = (requirement.selections ?? []).map(requirementText).filter((part) => part !== "__typename");
  return parts.length === 0 ? name : `${name}(${parts.join(" ")})`;
}

function pathText(path: Path): string {
  return path
    .map((step) => (step === "@" ? "[]" : "field" in step ? `.${step.field}` : `<${step.types.join("|")}>`))
    .join("")
    .replace(/^\./, "");
}

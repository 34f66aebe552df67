import { operationFromDocument, Supergraph } from "@apollo/federation-internals";
import {
  QueryPlanner,
  type FetchDataRewrite,
  type FetchNode as ApolloFetch,
  type PlanNode as ApolloNode,
  type QueryPlanSelectionNode,
} from "@apollo/query-planner";
import { OperationTypeNode } from "graphql";
import { batchFetches } from "./batch-fetches.ts";
import { NotPlanned } from "./not-planned.ts";
import type { EntitiesNode, FetchNode, Path, PathStep, PlanNode, Requirement, Rewrite } from "./plan.ts";
import type { Planner } from "./planner.ts";

/** Apollo's planner in JavaScript, Elastic-2.0. It plans on the thread of its caller. */
export function createApolloPlanner(supergraphSdl: string): Planner {
  const supergraph = Supergraph.build(supergraphSdl, { validateSupergraph: false });
  const planner = new QueryPlanner(supergraph, { typeConditionedFetching: true });
  const apiSchema = supergraph.apiSchema();
  return {
    plan({ document }) {
      return Promise.resolve().then(() => {
        const { node } = planOrThrow(() =>
          planner.buildQueryPlan(operationFromDocument(apiSchema, document, { validate: false })),
        );
        if (node?.kind === "Subscription") throw new NotPlanned("NO_WAY", "Subscriptions are not supported.");
        return node ? batchFetches(convert(node, [])) : null;
      });
    },
    stop: () => undefined,
  };
}

function planOrThrow<Plan>(plan: () => Plan): Plan {
  try {
    return plan();
  } catch (error) {
    throw new NotPlanned("NO_WAY", error instanceof Error ? error.message : "unknown");
  }
}

function convert(node: ApolloNode, path: Path): PlanNode {
  switch (node.kind) {
    case "Sequence":
      return { kind: "sequence", nodes: node.nodes.map((child) => convert(child, path)) };
    case "Parallel":
      return { kind: "parallel", nodes: node.nodes.map((child) => convert(child, path)) };
    case "Flatten":
      return convert(node.node, [...path, ...node.path.flatMap(stepsOf)]);
    case "Condition":
      return {
        kind: "condition",
        variable: node.condition,
        then: node.ifClause ? convert(node.ifClause, path) : null,
        otherwise: node.elseClause ? convert(node.elseClause, path) : null,
      };
    case "Fetch":
      return node.requires ? entities(node, node.requires, path) : fetch(node, path);
    case "Defer":
      throw new Error("A plan with Defer is not supported.");
  }
}

function fetch(node: ApolloFetch, path: Path): FetchNode {
  return {
    kind: "fetch",
    subgraph: node.serviceName,
    operation: node.operation,
    isMutation: node.operationKind === OperationTypeNode.MUTATION,
    variables: node.variableUsages ?? [],
    path,
    rewrites: (node.outputRewrites ?? []).map(rewriteOf),
  };
}

function entities(node: ApolloFetch, requires: readonly QueryPlanSelectionNode[], path: Path): EntitiesNode {
  const group = {
    key: "_entities",
    variable: "representations",
    paths: [path],
    requires: requires.flatMap(requirementsOf),
    inputRewrites: (node.inputRewrites ?? []).map(rewriteOf),
    outputRewrites: (node.outputRewrites ?? []).map(rewriteOf),
  };
  const { serviceName: subgraph, operation, variableUsages = [] } = node;
  return { kind: "entities", subgraph, operation, variables: variableUsages, groups: [group] };
}

/** A step may name the types it is meant for: `products|[Book,Film]`, `@|[Book]`. */
function stepsOf(part: string | number): PathStep[] {
  const [, field = "", types] = /^([^|]*)(?:\|\[(.*)\])?$/.exec(String(part)) ?? [];
  const step: PathStep[] = field === "" ? [] : [field === "@" ? "@" : { field }];
  return types === undefined ? step : [...step, { types: types.split(",") }];
}

/** Here the key in the answer and the one that the subgraph expects are the same; a rewrite changes it. */
function requirementsOf(selection: QueryPlanSelectionNode): Requirement[] {
  const selections = selection.selections?.flatMap(requirementsOf) ?? null;
  if (selection.kind === "Field") {
    const key = selection.alias ?? selection.name;
    return [{ source: key, target: key, selections }];
  }
  const { typeCondition: type } = selection;
  return type === undefined ? (selections ?? []) : [{ type, selections: selections ?? [] }];
}

const FRAGMENT = "... on ";

function rewriteOf(rewrite: FetchDataRewrite): Rewrite {
  const steps = rewrite.path.map((part) =>
    part.startsWith(FRAGMENT) ? { types: [part.slice(FRAGMENT.length)] } : { field: part },
  );
  const last = steps.pop();
  if (last === undefined || "types" in last) throw new Error("A rewrite has to end with a key.");
  const change =
    rewrite.kind === "KeyRenamer" ? { renameTo: rewrite.renameKeyTo } : { set: String(rewrite.setValueTo) };
  return { path: steps, key: last.field, ...change };
}

import { batchFetches } from "./batch-fetches.ts";
import { NotPlanned } from "./not-planned.ts";
import { PlanProcess } from "./plan-process.ts";
import type {
  BatchFetchNode,
  ConditionNode as HiveCondition,
  FetchNode as HiveFetch,
  FetchRewrite,
  FlattenNodePathSegment,
  PlanNode as HiveNode,
  RequiresSelection,
} from "@graphql-hive/router-query-planner" with { "resolution-mode": "import" };
import type {
  ConditionNode,
  EntitiesNode,
  EntityGroup,
  FetchNode,
  Path,
  PlanNode,
  Requirement,
  Rewrite,
} from "./plan.ts";
import type { Planner, PlannerLog } from "./planner.ts";

/**
 * The native planner of Hive Router, MIT. Where it cannot run, as on a system that it was not built for,
 * Apollo's takes its place. What it has no plan for, or crashes on, is not given to the other one: measured,
 * that answers many of these with wrong data and no error (docs/adr/0021).
 */
export async function createHivePlanner(supergraphSdl: string, log: PlannerLog): Promise<Planner> {
  const native = new PlanProcess(supergraphSdl);
  let other: Promise<Planner> | null = null;
  const takeOver = (error: unknown): Promise<Planner> => {
    if (!(error instanceof NotPlanned) || error.reason !== "UNAVAILABLE") throw error;
    log.warn({ cause: error.message }, "the native planner does not run: Apollo's takes over");
    // Loaded only here: it takes tens of megabytes.
    return (other ??= import("./apollo-planner.ts").then((module) =>
      module.createApolloPlanner(supergraphSdl),
    ));
  };
  await native.ready().catch(takeOver);
  return {
    async plan(operation) {
      try {
        const { node } = await native.plan(operation.source);
        return node ? batchFetches(convert(node, [])) : null;
      } catch (error) {
        return (await takeOver(error)).plan(operation);
      }
    },
    stop: () => {
      native.stop();
    },
  };
}

function convert(node: HiveNode, path: Path): PlanNode {
  switch (node.kind) {
    case "Sequence":
      return { kind: "sequence", nodes: node.nodes.map((child) => convert(child, path)) };
    case "Parallel":
      return { kind: "parallel", nodes: node.nodes.map((child) => convert(child, path)) };
    case "Flatten":
      return convert(node.node, [...path, ...node.path.map(stepOf)]);
    case "Condition":
      return condition(node, path);
    case "Fetch":
      return node.requires ? entities(node, node.requires, path) : fetch(node, path);
    case "BatchFetch":
      return batch(node, path);
    case "Subscription":
    case "Defer":
      throw new Error(`A plan with ${node.kind} is not supported.`);
  }
}

function condition(node: HiveCondition, path: Path): ConditionNode {
  const { condition: variable, ifClause, elseClause } = node;
  const [then, otherwise] = [ifClause, elseClause].map((clause) => (clause ? convert(clause, path) : null));
  return { kind: "condition", variable, then: then ?? null, otherwise: otherwise ?? null };
}

function fetch(node: HiveFetch, path: Path): FetchNode {
  return {
    kind: "fetch",
    subgraph: node.serviceName,
    operation: node.operation,
    isMutation: node.operationKind === "mutation",
    variables: node.variableUsages ?? [],
    path,
    rewrites: (node.outputRewrites ?? []).map(rewriteOf),
  };
}

function entities(node: HiveFetch, requires: readonly RequiresSelection[], path: Path): EntitiesNode {
  const group: EntityGroup = {
    key: "_entities",
    variable: "representations",
    paths: [path],
    requires: requires.map(requirementOf),
    inputRewrites: (node.inputRewrites ?? []).map(rewriteOf),
    outputRewrites: (node.outputRewrites ?? []).map(rewriteOf),
  };
  const { serviceName: subgraph, operation, variableUsages = [] } = node;
  const variables = variableUsages.filter((name) => name !== group.variable);
  return { kind: "entities", subgraph, operation, variables, groups: [group] };
}

function batch(node: BatchFetchNode, path: Path): EntitiesNode {
  const groups = node.entityBatch.aliases.map((alias): EntityGroup => ({
    key: alias.alias,
    variable: alias.representationsVariableName,
    paths: alias.paths.map((steps) => [...path, ...steps.map(stepOf)]),
    requires: alias.requires.map(requirementOf),
    inputRewrites: (alias.inputRewrites ?? []).map(rewriteOf),
    outputRewrites: (alias.outputRewrites ?? []).map(rewriteOf),
  }));
  const own = new Set(groups.map(({ variable }) => variable));
  const { serviceName: subgraph, operation, variableUsages = [] } = node;
  const variables = variableUsages.filter((name) => !own.has(name));
  return { kind: "entities", subgraph, operation, variables, groups };
}

function stepOf(segment: FlattenNodePathSegment): Path[number] {
  if (segment === "@") return "@";
  return "Field" in segment ? { field: segment.Field } : { types: segment.TypeCondition };
}

/** Here `name` is the key in the answer and `alias` the one that the subgraph expects. */
function requirementOf(selection: RequiresSelection): Requirement {
  switch (selection.kind) {
    case "Field":
      return {
        source: selection.name,
        target: selection.alias ?? selection.name,
        selections: selection.selections?.map(requirementOf) ?? null,
      };
    case "InlineFragment":
      return { type: selection.typeCondition, selections: selection.selections.map(requirementOf) };
    case "FragmentSpread":
      throw new Error("A plan whose requirements spread fragments is not supported.");
  }
}

function rewriteOf(rewrite: FetchRewrite): Rewrite {
  const { path, ...change } =
    "KeyRenamer" in rewrite
      ? { path: rewrite.KeyRenamer.path, renameTo: rewrite.KeyRenamer.renameKeyTo }
      : "ValueSetter" in rewrite
        ? { path: rewrite.ValueSetter.path, set: rewrite.ValueSetter.setValueTo }
        : { path: rewrite.path, set: rewrite.setValueTo };
  const steps = path.map((segment) =>
    "Key" in segment ? { field: segment.Key } : { types: segment.TypenameEquals },
  );
  const last = steps.pop();
  if (last === undefined || "types" in last) throw new Error("A rewrite has to end with a key.");
  return { path: steps, key: last.field, ...change };
}

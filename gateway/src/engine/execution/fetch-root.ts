import { Kind, parse } from "graphql";
import type { FetchNode } from "../planning/plan.ts";
import { NoAnswer, type SubgraphError } from "../subgraph-call.ts";
import { MOST_ERRORS, type Execution } from "./execution.ts";
import { copyOf, merge, type ResponseObject } from "./response-object.ts";
import { clientKey, keyOf } from "../inner-names.ts";
import { compileRewrites, renamedKeys } from "./rewrites.ts";
import { compilePath, headOf, pathsOf, type ResponsePath } from "./targets.ts";
import type { TypeConditions } from "../supergraph/type-conditions.ts";

/** Asks for root fields and merges them into the root, or into the objects at the path. */
export function compileFetch(
  node: FetchNode,
  conditions: TypeConditions,
): (execution: Execution<unknown>) => Promise<void> | undefined {
  const { subgraph, isMutation, variables, path } = node;
  const write = bodyWriter(node.operation, variables);
  const find = compilePath(path, conditions);
  const rewrite = compileRewrites(node.rewrites, conditions);
  const renamed = renamedKeys(node.rewrites);
  const keys = rootKeysOf(node.operation);
  const missing = headOf(path);

  const fetch = async (execution: Execution<unknown>, targets: readonly ResponseObject[]): Promise<void> => {
    try {
      const { data, errors } = await execution.call(subgraph, write(execution, []), isMutation);
      if (data) {
        rewrite?.(data);
        targets.forEach((target, index) => {
          merge(target, index === 0 ? data : copyOf(data));
        });
      }
      const [at = []] = errors ? [...pathsOf(execution.data, path).values()].flat() : [];
      for (const error of (errors ?? []).slice(0, MOST_ERRORS)) {
        execution.addError({ ...error, subgraph, path: [...at, ...clientPath(error, renamed)] });
      }
    } catch (error) {
      tellNoAnswer(execution, error, subgraph, path.length === 0 ? keys.map((key) => [key]) : [missing]);
    }
  };
  return (execution) => {
    const targets: ResponseObject[] = [];
    find(execution.data, targets);
    return targets.length === 0 ? undefined : fetch(execution, targets);
  };
}

/** A way of writing the body: what never changes is written once. */
export function bodyWriter(
  operation: string,
  variables: readonly string[],
): (execution: Execution<unknown>, more: readonly string[]) => string {
  const start = `{"query":${JSON.stringify(operation)}`;
  return (execution, more) => {
    const written = [...execution.writeVariables(variables), ...more];
    return written.length === 0 ? `${start}}` : `${start},"variables":{${written.join(",")}}}`;
  };
}

/** No answer is deeper. */
const MOST_STEPS = 64;

function isResponsePath(path: unknown): path is ResponsePath {
  return Array.isArray(path) && path.every((step) => typeof step === "string" || Number.isInteger(step));
}

/** The path as the client knows it, below the object that was asked about. */
export function clientPath(
  { path }: SubgraphError,
  renamed: ReadonlyMap<string, string>,
  start = 0,
): ResponsePath {
  if (!isResponsePath(path)) return [];
  const steps = path.slice(start, MOST_STEPS);
  return steps.map((step) => (typeof step === "string" ? clientKey(renamed.get(step) ?? step) : step));
}

/** Says at each path that nothing came. @throws whatever is not a subgraph's silence */
export function tellNoAnswer(
  execution: Execution<unknown>,
  error: unknown,
  subgraph: string,
  paths: readonly ResponsePath[],
): void {
  if (!(error instanceof NoAnswer)) throw error;
  const { message, code } = error;
  for (const path of paths) execution.addError({ message, path, extensions: { code }, subgraph });
}

function rootKeysOf(operation: string): string[] {
  return parse(operation, { noLocation: true }).definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION
      ? node.selectionSet.selections.flatMap((field) =>
          field.kind === Kind.FIELD ? [clientKey(keyOf(field))] : [],
        )
      : [],
  );
}

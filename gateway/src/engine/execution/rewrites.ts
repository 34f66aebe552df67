import type { Path, Rewrite } from "../planning/plan.ts";
import { compilePath } from "./targets.ts";
import { own, put, type ResponseObject } from "./response-object.ts";
import type { TypeConditions } from "../supergraph/type-conditions.ts";

/** Changes an answer of a subgraph in place. */
export type RewriteAnswer = (answer: ResponseObject) => void;

/** Null where there is nothing to do, which is nearly always. */
export function compileRewrites(
  rewrites: readonly Rewrite[],
  conditions: TypeConditions,
): RewriteAnswer | null {
  if (rewrites.length === 0) return null;
  const changes = rewrites.map((rewrite) => compileRewrite(rewrite, conditions));
  return (answer) => {
    for (const change of changes) change(answer);
  };
}

function compileRewrite(rewrite: Rewrite, conditions: TypeConditions): RewriteAnswer {
  const { key } = rewrite;
  const find = compilePath(throughLists(rewrite.path), conditions);
  const change = "set" in rewrite ? setter(key, rewrite.set) : renamer(key, rewrite.renameTo);
  return (answer) => {
    const found: ResponseObject[] = [];
    find(answer, found);
    found.forEach(change);
  };
}

/** Paths of rewrites do not mention lists, which are gone through anyway. */
function throughLists(path: Path): Path {
  return path.filter((step) => step !== "@");
}

function setter(key: string, value: string): (object: ResponseObject) => void {
  return (object) => {
    put(object, key, value);
  };
}

function renamer(key: string, renameTo: string): (object: ResponseObject) => void {
  return (object) => {
    const value = own(object, key);
    if (value === undefined) return;
    put(object, renameTo, value);
    // Not deleted: that would make the object slow, and nobody asks for a key that has no value.
    object[key] = undefined;
  };
}

/** The names that a path of an error has to carry instead of those that only the planner knows. */
export function renamedKeys(rewrites: readonly Rewrite[]): ReadonlyMap<string, string> {
  return new Map(
    rewrites.flatMap((rewrite) => ("renameTo" in rewrite ? [[rewrite.key, rewrite.renameTo] as const] : [])),
  );
}

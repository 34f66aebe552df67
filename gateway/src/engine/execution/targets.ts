import { clientKey } from "../inner-names.ts";
import type { Path, PathStep } from "../planning/plan.ts";
import { isResponseObject, readerOf, type ResponseObject } from "./response-object.ts";
import type { TypeConditions } from "../supergraph/type-conditions.ts";

/** Keys and indexes from the root of an answer. */
export type ResponsePath = readonly (string | number)[];

/** Finds the objects at a path of the plan, in the order in which they stand in the answer. */
export type FindTargets = (root: unknown, found: ResponseObject[]) => void;

export function compilePath(path: Path, conditions: TypeConditions): FindTargets {
  const [step, ...rest] = path;
  if (step === undefined) return collect;
  const next = compilePath(rest, conditions);
  if (step === "@") {
    return (value, found) => {
      eachItem(value, found, next);
    };
  }
  if ("types" in step) {
    const passes = passesTypes(step.types, conditions);
    return (value, found) => {
      const items: readonly unknown[] = Array.isArray(value) ? value : [value];
      for (const item of items) if (passes(item)) next(item, found);
    };
  }
  const read = readerOf(step.field);
  const go: FindTargets = (value, found) => {
    if (isResponseObject(value)) next(read(value), found);
    else eachItem(value, found, go);
  };
  return go;
}

function collect(value: unknown, found: ResponseObject[]): void {
  if (isResponseObject(value)) found.push(value);
  else eachItem(value, found, collect);
}

function eachItem(value: unknown, found: ResponseObject[], next: FindTargets): void {
  if (!Array.isArray(value)) return;
  for (const item of value) next(item, found);
}

/** An object that does not say its type is taken for one that fits. */
export function passesTypes(
  types: readonly string[],
  conditions: TypeConditions,
): (value: unknown) => boolean {
  const names = new Set(types.flatMap((type) => [...conditions(type)]));
  return (value) => {
    if (!isResponseObject(value)) return false;
    const { __typename: type } = value;
    return typeof type !== "string" || names.has(type);
  };
}

/** Where in the answer the objects at a path stand; only asked when there is an error to place. */
export function pathsOf(root: ResponseObject, path: Path): ReadonlyMap<ResponseObject, ResponsePath[]> {
  const found = new Map<ResponseObject, ResponsePath[]>();
  const walk = (value: unknown, steps: Path, at: ResponsePath): void => {
    const [step, ...rest] = steps;
    if (Array.isArray(value)) {
      const below = step === "@" ? rest : steps;
      value.forEach((item, index) => {
        walk(item, below, [...at, index]);
      });
    } else if (isResponseObject(value)) {
      walkObject(value, step, rest, at);
    }
  };
  const walkObject = (
    value: ResponseObject,
    step: PathStep | undefined,
    rest: Path,
    at: ResponsePath,
  ): void => {
    if (step === undefined) {
      const known = found.get(value);
      if (known) known.push(at);
      else found.set(value, [at]);
    } else if (step !== "@" && "field" in step) {
      walk(readerOf(step.field)(value), rest, [...at, clientKey(step.field)]);
    } else {
      walk(value, rest, at);
    }
  };
  walk(root, path, []);
  return found;
}

/** The fields of a path up to its first list: what is said to be missing when nothing came for it. */
export function headOf(path: Path): string[] {
  const list = path.indexOf("@");
  const head = list === -1 ? path : path.slice(0, list);
  return head.flatMap((step) => (step !== "@" && "field" in step ? [clientKey(step.field)] : []));
}

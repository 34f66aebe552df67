import type { ExecutionResult } from "graphql";

/** An error as any of the engines tells it. */
interface Told {
  readonly message: string;
  readonly path?: readonly (string | number)[] | undefined;
}

/** What is not the same in an answer; `null` where nothing is. */
export interface Difference {
  readonly kind: "data" | "order" | "silent null" | "invented error" | "thrown";
  /** Where it begins. */
  readonly at: string;
  readonly expected: string;
  readonly got: string;
}

const SHOWN = 400;

/** Compares data with data, the order of keys included, and which nulls there are errors for. */
export function difference(expected: ExecutionResult, got: ExecutionResult): Difference | null {
  const inData = dataDifference(expected.data, got.data, "");
  if (inData) return inData;
  const expectedNulls = nullsOf(expected.data, expected.errors ?? []);
  const gotNulls = nullsOf(got.data, got.errors ?? []);
  const silent = [...expectedNulls].find(([at]) => !gotNulls.has(at));
  if (silent) return { kind: "silent null", at: silent[0], expected: silent[1], got: "no error" };
  const invented = [...gotNulls].find(([at]) => !expectedNulls.has(at));
  if (invented) return { kind: "invented error", at: invented[0], expected: "no error", got: invented[1] };
  return null;
}

function dataDifference(expected: unknown, got: unknown, at: string): Difference | null {
  if (!isComposite(expected) || !isComposite(got) || Array.isArray(expected) !== Array.isArray(got))
    return expected === got ? null : { kind: "data", at, expected: shown(expected), got: shown(got) };
  const keys = Object.keys(expected);
  const own = keysDifference(keys, Object.keys(got), at);
  if (own?.kind === "data") return own;
  const below = keys.flatMap(
    (key) => dataDifference(expected[key], got[key], at === "" ? key : `${at}.${key}`) ?? [],
  );
  return below.find(({ kind }) => kind === "data") ?? own ?? below[0] ?? null;
}

function keysDifference(expected: readonly string[], got: readonly string[], at: string): Difference | null {
  if (expected.join() === got.join()) return null;
  const isSame = [...expected].sort().join() === [...got].sort().join();
  return { kind: isSame ? "order" : "data", at, expected: shown(expected), got: shown(got) };
}

/**
 * Where the data became null by an error, with the message. An error about a field that was not asked for,
 * only needed on the way, is nowhere.
 */
function nullsOf(data: unknown, errors: readonly Told[]): Map<string, string> {
  const nulls = new Map<string, string>();
  for (const { path, message } of errors) {
    const at = nullOn(data, path ?? []);
    if (at !== null) nulls.set(at, message);
  }
  return nulls;
}

function nullOn(data: unknown, path: readonly (string | number)[]): string | null {
  let value = data;
  for (const [i, step] of path.entries()) {
    if (value === null) return path.slice(0, i).join(".");
    value = isComposite(value) ? value[step] : undefined;
    if (value === undefined) return null;
  }
  return value === null ? path.join(".") : null;
}

function isComposite(value: unknown): value is Record<string | number, unknown> {
  return typeof value === "object" && value !== null;
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value).slice(0, SHOWN);
}

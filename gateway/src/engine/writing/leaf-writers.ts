import { isEnumType, type GraphQLLeafType } from "graphql";
import { jsonString } from "./json-string.ts";
import { reportInvalid, type WriteValue } from "./writing.ts";

/** Writes a scalar or an enum's value as GraphQL coerces results; a value of another kind is an error. */
export function leafWriter(type: GraphQLLeafType): WriteValue {
  const convert = isEnumType(type)
    ? enumConverter(type.getValues().map(({ name }) => name))
    : (BUILT_IN.get(type.name) ?? customScalar);
  return (value, writing) => {
    const text = convert(value);
    if (text === undefined) reportInvalid(writing, type.name);
    return text;
  };
}

type Convert = (value: unknown) => string | undefined;

const MOST_INT = 2 ** 31 - 1;

const BUILT_IN: ReadonlyMap<string, Convert> = new Map<string, Convert>([
  ["String", (value) => (typeof value === "string" ? jsonString(value) : undefined)],
  ["ID", (value) => (typeof value === "string" ? jsonString(value) : idOf(value))],
  ["Int", (value) => (isInt(value) ? String(value) : undefined)],
  ["Float", (value) => (Number.isFinite(value) ? JSON.stringify(value) : undefined)],
  ["Boolean", (value) => (typeof value === "boolean" ? String(value) : undefined)],
]);

function idOf(value: unknown): string | undefined {
  return Number.isSafeInteger(value) ? `"${String(value)}"` : undefined;
}

function isInt(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value <= MOST_INT && value >= -MOST_INT - 1;
}

/** Values that callers may not see are not among the names. */
function enumConverter(names: readonly string[]): Convert {
  const written = new Map<unknown, string>(names.map((name) => [name, `"${name}"`]));
  return (value) => written.get(value);
}

/** A value nested too deep to be written is none. */
function customScalar(value: unknown): string | undefined {
  try {
    return typeof value === "string" ? jsonString(value) : JSON.stringify(value);
  } catch {
    return undefined;
  }
}

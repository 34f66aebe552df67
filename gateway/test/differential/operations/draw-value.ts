import type { Random } from "@gongjian/shared/testing/random";
import {
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from "graphql";

const NESTED_AT_MOST = 3;
const STRINGS = ["", "it", 'say "hi"\n', "共建", "\\u0041", "🙂"];

/** What an argument gets: a text for the document, and what is to be sent beside it. */
export interface Variables {
  /** `$name: Type = default`, by name. */
  readonly definitions: Map<string, string>;
  readonly values: Record<string, unknown>;
  /** For defaults, which must not name variables. */
  readonly isConstant?: boolean;
}

const CONSTANT: Variables = { definitions: new Map(), values: {}, isConstant: true };

/** A value as JSON that a variable of the type may have. */
export function drawJson(random: Random, type: GraphQLInputType, depth = 0): unknown {
  if (isNonNullType(type))
    return drawJson(random, type.ofType, depth) ?? drawPresent(random, type.ofType, depth);
  return random.chance(0.08) ? null : drawPresent(random, type, depth);
}

function drawPresent(random: Random, type: GraphQLInputType, depth: number): unknown {
  if (isNonNullType(type)) return drawPresent(random, type.ofType, depth);
  if (isListType(type)) return drawList(random, type.ofType, depth);
  if (isEnumType(type)) return random.pick(type.getValues()).name;
  if (isInputObjectType(type)) {
    const fields = drawFields(random, type, depth);
    return Object.fromEntries(
      fields.map(({ name, type: inner }) => [name, drawJson(random, inner, depth + 1)]),
    );
  }
  return drawScalar(random, type.name);
}

function drawList(random: Random, type: GraphQLInputType, depth: number): unknown {
  // One value stands for a list of one.
  if (random.chance(0.15)) return drawPresent(random, type, depth + 1);
  const length = depth < NESTED_AT_MOST ? random.below(3) : 0;
  return Array.from({ length }, () => drawJson(random, type, depth + 1));
}

function drawScalar(random: Random, name: string): unknown {
  switch (name) {
    case "Int":
      return random.below(100) - 10;
    case "Float":
      return random.pick([0.5, -1, 3, 1e21]);
    case "Boolean":
      return random.chance(0.5);
    case "ID":
      return random.pick(["x-1", 7, "Entity0-1"]);
    case "Money":
      return random.pick(["12.50", 7, { units: 3 }, ["a"]]);
    default:
      return random.pick(STRINGS);
  }
}

/** A value as it stands in a document, with variables in it now and then. */
export function drawText(random: Random, type: GraphQLInputType, variables: Variables, depth = 0): string {
  if (!variables.isConstant && random.chance(depth === 0 ? 0.4 : 0.12))
    return drawVariable(random, type, variables);
  if (isNonNullType(type)) return drawPresentText(random, type.ofType, variables, depth);
  return random.chance(0.08) ? "null" : drawPresentText(random, type, variables, depth);
}

function drawPresentText(
  random: Random,
  type: GraphQLInputType,
  variables: Variables,
  depth: number,
): string {
  if (isListType(type) && !random.chance(0.15)) {
    const inner: GraphQLInputType = type.ofType;
    const length = depth < NESTED_AT_MOST ? random.below(3) : 0;
    return `[${Array.from({ length }, () => drawText(random, inner, variables, depth + 1)).join(", ")}]`;
  }
  if (!isInputObjectType(type)) return literal(drawPresent(random, type, depth), type);
  const texts = drawFields(random, type, depth).map(
    ({ name, type: inner }) => `${name}: ${drawText(random, inner, variables, depth + 1)}`,
  );
  return `{ ${texts.join(", ")} }`;
}

/** Those that must be given and some that may be. */
function drawFields(random: Random, type: GraphQLInputObjectType, depth: number): GraphQLInputField[] {
  return Object.values(type.getFields()).filter((field) => {
    const isRequired = isNonNullType(field.type) && field.defaultValue === undefined;
    return isRequired || (depth < NESTED_AT_MOST && random.chance(0.4));
  });
}

/** As a document has it: like JSON but for enum values and the names in objects. */
function literal(value: unknown, type: GraphQLInputType): string {
  if (isListType(type) && Array.isArray(value)) {
    const inner: GraphQLInputType = type.ofType;
    return `[${value.map((each) => literal(each, inner)).join(", ")}]`;
  }
  if (isListType(type) || isNonNullType(type)) return literal(value, type.ofType);
  if (isEnumType(type) && typeof value === "string") return value;
  if (isInputObjectType(type) && value !== null) {
    const fields = Object.entries(value as Record<string, unknown>);
    const texts = fields.map(([name, each]) => {
      const field = type.getFields()[name];
      return `${name}: ${field ? literal(each, field.type) : "null"}`;
    });
    return `{ ${texts.join(", ")} }`;
  }
  return JSON.stringify(value).replaceAll(/"(\w+)":/g, "$1:");
}

function drawVariable(random: Random, type: GraphQLInputType, { definitions, values }: Variables): string {
  const fitting = [...definitions].filter(([, text]) => text.startsWith(`${String(type)} `));
  if (fitting.length > 0 && random.chance(0.5)) return `$${random.pick(fitting)[0]}`;
  const name = `v${definitions.size}`;
  const hasDefault = random.chance(0.3);
  const fallback = hasDefault ? ` = ${drawText(random, type, CONSTANT, NESTED_AT_MOST)}` : "";
  definitions.set(name, `${String(type)} ${fallback}`);
  const mayBeLeftOut = hasDefault || !isNonNullType(type);
  if (!mayBeLeftOut || !random.chance(0.25)) values[name] = drawJson(random, type);
  return `$${name}`;
}

import type { FieldNode } from "graphql";

/**
 * Names that clients choose must not meet those that planners need for themselves: an alias like `id: name`
 * would otherwise be taken for the key of the object, and a field with arguments for the same field with
 * those of `@requires`. No field and no variable of a planner is called like what is made here.
 */
const ALIAS = "__a_";
const VARIABLE = "v_";
/** How planners call their own variables; and ours, so that each name here stands for one outside. */
const RESERVED = /^(representations|__|v_)/;

/** The key under which a field stands in the answer to the client. */
export function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

/** The key under which subgraphs answer it. */
export function innerKeyOf(field: FieldNode): string {
  const key = keyOf(field);
  return key === field.name.value && (field.arguments ?? []).length === 0 ? key : ALIAS + key;
}

/** The client's key for one of subgraphs' answers. */
export function clientKey(key: string): string {
  return key.startsWith(ALIAS) ? key.slice(ALIAS.length) : key;
}

/** How a variable of the client is called in what subgraphs are asked. */
export function innerVariable(name: string): string {
  return RESERVED.test(name) ? VARIABLE + name : name;
}

/** The client's name for a variable in what subgraphs are asked. */
export function clientVariable(name: string): string {
  return name.startsWith(VARIABLE) ? name.slice(VARIABLE.length) : name;
}

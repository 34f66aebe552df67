import { Kind, type DocumentNode } from "graphql";

/** Which types of objects a condition on a type lets through, by the type's name. */
export type TypeConditions = (condition: string) => ReadonlySet<string>;

/**
 * Reads the conditions from a supergraph, inaccessible types included. A name always lets through itself:
 * a subgraph with an interface object calls objects by the interface's name.
 */
export function typeConditionsOf({ definitions }: DocumentNode): TypeConditions {
  const members = new Map<string, Set<string>>();
  const add = (condition: string, member: string): void => {
    const known = members.get(condition) ?? new Set([condition]);
    members.set(condition, known.add(member));
  };
  for (const node of definitions) {
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION) {
      for (const { name } of node.interfaces ?? []) add(name.value, node.name.value);
    }
    if (node.kind === Kind.UNION_TYPE_DEFINITION) {
      for (const { name } of node.types ?? []) add(node.name.value, name.value);
    }
  }
  return (condition) => members.get(condition) ?? new Set([condition]);
}

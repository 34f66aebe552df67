import { Kind, parse, visit, type FieldDefinitionNode, type TypeNode } from "graphql";

/** What a plain list is taken to hold; those of the schema are bounded by their subject, such as an area's children. */
const PLAIN_LIST = 5;

/** How many objects a field gives where the request does not say, by the field's name; 1 is left out. */
export type ListSizes = ReadonlyMap<string, number>;

/** Reads from the schema which fields give many: pages by the default of `first`, and plain lists. */
export function listSizesOf(supergraphSdl: string): ListSizes {
  const sizes = new Map<string, number>();
  visit(parse(supergraphSdl, { noLocation: true }), {
    ObjectTypeDefinition: ({ name, fields = [] }) => {
      // The lists inside a page are as long as the page, which is counted where it is asked for.
      if (name.value.endsWith("Connection")) return false;
      for (const field of fields) {
        const size = sizeOf(field);
        sizes.set(field.name.value, Math.max(size, sizes.get(field.name.value) ?? 1));
      }
      return false;
    },
  });
  return sizes;
}

function sizeOf({ type, arguments: parameters = [] }: FieldDefinitionNode): number {
  const first = parameters.find(({ name }) => name.value === "first")?.defaultValue;
  if (first?.kind === Kind.INT) return Number(first.value);
  return isList(type) ? PLAIN_LIST : 1;
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE ? isList(type.type) : type.kind === Kind.LIST_TYPE;
}

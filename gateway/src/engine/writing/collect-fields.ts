import {
  isAbstractType,
  Kind,
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionSetNode,
} from "graphql";

import { keyOf } from "../inner-names.ts";

/** What decides which fields of an operation are in its answer. */
export interface Selecting {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Values of the variables in `@skip` and `@include`. */
  readonly switches: Readonly<Record<string, boolean>>;
}

/**
 * The fields selected on a type, by their keys and in the order of the answer, as GraphQL's CollectFields
 * has them. The type is an abstract one only where an object does not tell what it is.
 */
export function collectFields(
  selecting: Selecting,
  type: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
): ReadonlyMap<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const spread = new Set<string>();
  const visit = ({ selections }: SelectionSetNode): void => {
    for (const node of selections) {
      if (!isIncluded(node.directives, selecting.switches)) continue;
      if (node.kind === Kind.FIELD) {
        const key = keyOf(node);
        const same = fields.get(key);
        if (same) same.push(node);
        else fields.set(key, [node]);
        continue;
      }
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? unseen(node.name.value) : node;
      if (fragment && isFor(selecting.schema, fragment.typeCondition?.name.value, type)) {
        visit(fragment.selectionSet);
      }
    }
  };
  const unseen = (name: string): FragmentDefinitionNode | undefined => {
    if (spread.has(name)) return undefined;
    spread.add(name);
    return selecting.fragments.get(name);
  };
  selectionSets.forEach(visit);
  return fields;
}

function isFor(schema: GraphQLSchema, condition: string | undefined, type: GraphQLCompositeType): boolean {
  if (condition === undefined || condition === type.name) return true;
  const wanted = schema.getType(condition);
  return isAbstractType(wanted) && "getFields" in type && schema.isSubType(wanted, type);
}

/** Whether `@skip` and `@include` let a selection stand. */
export function isIncluded(
  directives: readonly DirectiveNode[] = [],
  switches: Readonly<Record<string, boolean>>,
): boolean {
  return directives.every(({ name, arguments: given = [] }) => {
    const isSkip = name.value === "skip";
    if (!isSkip && name.value !== "include") return true;
    const value = given.find((argument) => argument.name.value === "if")?.value;
    const isOn =
      value?.kind === Kind.VARIABLE
        ? switches[value.name.value] === true
        : value?.kind === Kind.BOOLEAN && value.value;
    return isOn !== isSkip;
  });
}

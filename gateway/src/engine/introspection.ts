import {
  executeSync,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import type { ResponseObject } from "./execution/response-object.ts";

const META_FIELDS = new Set(["__schema", "__type"]);

/** An operation in two: what the schema itself answers, and what the subgraphs do. */
export interface SplitOperation {
  /** Null where nothing is asked about the schema. */
  readonly introspection: OperationDefinitionNode | null;
  /** Null where nothing else is asked. */
  readonly rest: OperationDefinitionNode | null;
}

/** Only fields of the query root can ask about the schema; fragments on it are written out. */
export function splitIntrospection(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SplitOperation {
  const half = (wanted: (name: string) => boolean): OperationDefinitionNode | null => {
    const selections = filtered(operation.selectionSet, fragments, wanted);
    return selections.length === 0
      ? null
      : { ...operation, selectionSet: { ...operation.selectionSet, selections } };
  };
  // No subgraph is needed to tell what the root is called.
  const isOwn = (name: string): boolean => META_FIELDS.has(name) || name === "__typename";
  if (half(isOwn) === null) return { introspection: null, rest: operation };
  return { introspection: half((name) => META_FIELDS.has(name)), rest: half((name) => !isOwn(name)) };
}

function filtered(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  wanted: (name: string) => boolean,
): SelectionNode[] {
  return selections.flatMap((node): SelectionNode[] => {
    if (node.kind === Kind.FIELD) return wanted(node.name.value) ? [node] : [];
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value) : node;
    const inner = fragment ? filtered(fragment.selectionSet, fragments, wanted) : [];
    if (inner.length === 0) return [];
    const { typeCondition } = fragment ?? {};
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        ...(typeCondition ? { typeCondition } : {}),
        ...(node.directives ? { directives: node.directives } : {}),
        selectionSet: { kind: Kind.SELECTION_SET, selections: inner },
      },
    ];
  });
}

/** Answers what is asked about the schema. */
export function introspect(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  variableValues: Readonly<Record<string, unknown>>,
): ResponseObject {
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments.values()] };
  const { data } = executeSync({ schema, document, variableValues });
  return data ?? {};
}

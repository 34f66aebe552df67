import {
  executeSync,
  Kind,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from "graphql";
import { innerVariable } from "./inner-names.ts";
import type { ResponseObject } from "./execution/response-object.ts";

/** A normalised operation in two: what the schema itself answers, and what subgraphs do; null for nothing. */
export interface SplitOperation {
  readonly introspection: OperationDefinitionNode | null;
  readonly rest: OperationDefinitionNode | null;
}

/** Only fields of the query root can ask about the schema; what the root is called nobody is asked. */
export function splitIntrospection(operation: OperationDefinitionNode): SplitOperation {
  const part = (isWanted: (name: string) => boolean): OperationDefinitionNode | null => {
    const selections = operation.selectionSet.selections.filter((node) => isWanted(nameOf(node)));
    return selections.length === 0
      ? null
      : { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } };
  };
  return {
    introspection: part((name) => name === "__schema" || name === "__type"),
    rest: part((name) => !name.startsWith("__")),
  };
}

function nameOf(node: SelectionNode): string {
  if (node.kind !== Kind.FIELD) throw new Error("The operation was not normalised.");
  return node.name.value;
}

/** Answers what is asked about the schema. */
export function introspect(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variableValues: Readonly<Record<string, unknown>>,
): ResponseObject {
  const { data } = executeSync({
    schema,
    document: { kind: Kind.DOCUMENT, definitions: [operation] },
    variableValues: Object.fromEntries(
      Object.entries(variableValues).map(([name, value]) => [innerVariable(name), value]),
    ),
  });
  return data ?? {};
}

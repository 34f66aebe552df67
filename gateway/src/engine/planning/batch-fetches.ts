import {
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from "graphql";
import type { EntitiesNode, EntityGroup, ParallelNode, PlanNode } from "./plan.ts";

/** Makes one request of the entity fetches that would go to one subgraph at the same time. */
export function batchFetches(node: PlanNode): PlanNode {
  switch (node.kind) {
    case "sequence":
      return { ...node, nodes: node.nodes.map(batchFetches) };
    case "parallel":
      return batchParallel(node);
    case "condition":
      return {
        ...node,
        then: node.then && batchFetches(node.then),
        otherwise: node.otherwise && batchFetches(node.otherwise),
      };
    case "fetch":
    case "entities":
      return node;
  }
}

function batchParallel(node: ParallelNode): PlanNode {
  const together = new Map<string, EntitiesNode[]>();
  const others: PlanNode[] = [];
  for (const child of node.nodes.map(batchFetches)) {
    if (child.kind === "entities") {
      together.set(child.subgraph, [...(together.get(child.subgraph) ?? []), child]);
    } else {
      others.push(child);
    }
  }
  const nodes = [...others, ...[...together.values()].map(joined)];
  const [only] = nodes;
  return only !== undefined && nodes.length === 1 ? only : { kind: "parallel", nodes };
}

function joined(nodes: readonly EntitiesNode[]): EntitiesNode {
  const [first] = nodes;
  if (first === undefined) throw new Error("There is nothing to join.");
  if (nodes.length === 1) return first;
  const parts = nodes.map((node, index) => renamed(node, `_${index}`));
  return {
    kind: "entities",
    subgraph: first.subgraph,
    operation: stripIgnoredCharacters(print(oneDocument(parts.map(({ document }) => document)))),
    variables: [...new Set(nodes.flatMap(({ variables }) => variables))],
    groups: parts.flatMap(({ groups }) => groups),
  };
}

interface Part {
  readonly document: DocumentNode;
  readonly groups: readonly EntityGroup[];
}

/** The node with names of its own for whatever could clash; variables of the client keep theirs. */
function renamed(node: EntitiesNode, suffix: string): Part {
  const own = new Set(node.groups.map(({ variable }) => variable));
  const keys = new Set(node.groups.map(({ key }) => key));
  const document = visit(parse(node.operation, { noLocation: true }), {
    Variable: (variable) =>
      own.has(variable.name.value)
        ? { ...variable, name: { ...variable.name, value: variable.name.value + suffix } }
        : undefined,
    FragmentSpread: (spread) => ({ ...spread, name: { ...spread.name, value: spread.name.value + suffix } }),
    FragmentDefinition: {
      leave: (fragment) => ({ ...fragment, name: { ...fragment.name, value: fragment.name.value + suffix } }),
    },
    OperationDefinition: {
      leave: (operation) => ({
        ...operation,
        selectionSet: {
          ...operation.selectionSet,
          selections: operation.selectionSet.selections.map((field) => {
            if (field.kind !== Kind.FIELD) throw new Error("A fetch of entities selects other than fields.");
            const key = (field.alias ?? field.name).value;
            if (!keys.has(key)) throw new Error("A fetch of entities selects something else.");
            return { ...field, alias: { kind: Kind.NAME, value: key + suffix } };
          }),
        },
      }),
    },
  });
  const groups = node.groups.map((group) => ({
    ...group,
    key: group.key + suffix,
    variable: group.variable + suffix,
  }));
  return { document, groups };
}

function oneDocument(documents: readonly DocumentNode[]): DocumentNode {
  const definitions: readonly DefinitionNode[] = documents.flatMap((document) => document.definitions);
  const operations = definitions.filter(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  );
  const fragments = definitions.filter(
    (node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION,
  );
  const [operation] = operations;
  if (operation === undefined) throw new Error("There is no operation to send.");
  const variables = new Map<string, VariableDefinitionNode>();
  for (const definition of operations.flatMap((node) => node.variableDefinitions ?? [])) {
    variables.set(definition.variable.name.value, definition);
  }
  const one: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: operation.operation,
    variableDefinitions: [...variables.values()],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: operations.flatMap((node) => node.selectionSet.selections),
    },
  };
  return { kind: Kind.DOCUMENT, definitions: [one, ...fragments] };
}

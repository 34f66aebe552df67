import {
  getOperationAST,
  Kind,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
} from "graphql";

/** One operation of a document with the fragments that it needs. */
export interface ChosenOperation {
  readonly node: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** Null where the name is not one of the document's operations, or there are several and no name. */
export function chooseOperation(document: DocumentNode, name: string | null): ChosenOperation | null {
  const node = getOperationAST(document, name);
  return node ? { node, fragments: fragmentsOf(document, node) } : null;
}

/** The fragments that can be reached from an operation. */
function fragmentsOf(
  { definitions }: DocumentNode,
  node: OperationDefinitionNode,
): ReadonlyMap<string, FragmentDefinitionNode> {
  const all = new Map(
    definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  );
  const reached = new Map<string, FragmentDefinitionNode>();
  const follow = (from: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(from, {
      FragmentSpread: ({ name }) => {
        const fragment = all.get(name.value);
        if (fragment === undefined || reached.has(name.value)) return;
        reached.set(name.value, fragment);
        follow(fragment);
      },
    });
  };
  follow(node);
  return reached;
}

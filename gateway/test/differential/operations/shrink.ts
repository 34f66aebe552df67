import {
  Kind,
  parse,
  print,
  validate,
  visit,
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
} from "graphql";
import type { Asked } from "../oracles/monolith.ts";

const REMOVABLE: ReadonlySet<string> = new Set([
  Kind.FIELD,
  Kind.INLINE_FRAGMENT,
  Kind.FRAGMENT_SPREAD,
  Kind.DIRECTIVE,
  Kind.ARGUMENT,
  Kind.OBJECT_FIELD,
]);

/** What is found until then is small enough to be read. */
const LONGEST_MS = 10_000;

/** The smallest operation found that still fails: one part after another is left out. */
export async function shrink(
  asked: Asked,
  schema: GraphQLSchema,
  isFailing: (smaller: Asked) => Promise<boolean>,
): Promise<Asked> {
  let smallest = askedFor(asked.document, asked);
  const deadline = Date.now() + LONGEST_MS;
  for (let hasShrunk = true; hasShrunk;) {
    hasShrunk = false;
    for (let i = 0; Date.now() < deadline; i += 1) {
      const document = without(smallest.document, i);
      if (document === null) break;
      const smaller = askedFor(document, smallest);
      // What is emptied is filled again: that is no progress.
      if (smaller.source.length >= smallest.source.length) continue;
      if (validate(schema, document).length > 0 || !(await isFailing(smaller))) continue;
      smallest = smaller;
      hasShrunk = true;
      i -= 1;
    }
  }
  return smallest;
}

/** The document without its part number `i`, or null where it has no so many. */
function without(document: DocumentNode, i: number): DocumentNode | null {
  let left = i;
  const smaller = visit<DocumentNode>(document, {
    enter: (node: ASTNode) => (REMOVABLE.has(node.kind) && left-- === 0 ? null : undefined),
  });
  return left < 0 ? tidied(smaller) : null;
}

/** Without what is no longer used, and with nothing empty. */
function tidied(document: DocumentNode): DocumentNode {
  const filled = visit<DocumentNode>(document, {
    SelectionSet: (node) => (node.selections.length > 0 ? undefined : { ...node, selections: [TYPENAME] }),
  });
  const spreads = spreadIn(filled);
  const used = filled.definitions.filter(
    (each) => each.kind !== Kind.FRAGMENT_DEFINITION || spreads.has(each.name.value),
  );
  if (used.length < filled.definitions.length) return tidied({ ...filled, definitions: used });
  const variables = usedVariables(filled);
  return visit<DocumentNode>(filled, {
    VariableDefinition: ({ variable }) => (variables.has(variable.name.value) ? undefined : null),
  });
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

function spreadIn(document: DocumentNode): Set<string> {
  const names = new Set<string>();
  visit(document, {
    FragmentSpread: ({ name }) => {
      names.add(name.value);
    },
  });
  return names;
}

function usedVariables(document: DocumentNode): Set<string> {
  const names = new Set<string>();
  visit(document, {
    // Not the definitions themselves.
    VariableDefinition: () => false,
    Variable: ({ name }) => {
      names.add(name.value);
    },
  });
  return names;
}

function askedFor(document: DocumentNode, { operationName, variables }: Asked): Asked {
  const source = print(document);
  const names = usedVariables(document);
  const used = Object.fromEntries(Object.entries(variables).filter(([name]) => names.has(name)));
  return { document: parse(source), source, operationName, variables: used };
}

import {
  Kind,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

/** What a document would cost, as far as its text tells. */
export interface DocumentMeasure {
  readonly operations: readonly OperationDefinitionNode[];
  /** Fields below each other, fragments written out. */
  readonly depth: number;
  /** Fields, fragments written out wherever they are spread. */
  readonly selections: number;
  readonly rootFields: number;
  readonly aliases: number;
  readonly directives: number;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Definitions that are no operations, those of one name counted each. */
  readonly fragmentCount: number;
  /** How often one answer key comes up at most in one selection set. */
  readonly repeats: number;
  readonly literalDepth: number;
  readonly introspects: boolean;
  readonly hasFragmentCycle: boolean;
}

/** Size of a selection set with its fragments written out. */
interface Size {
  readonly depth: number;
  readonly selections: number;
  readonly rootFields: number;
}

const NOTHING: Size = { depth: 0, selections: 0, rootFields: 0 };

/** Measures a parsed document in time linear in its length: each fragment is looked at once. */
export function measureDocument(document: DocumentNode): DocumentMeasure {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
    if (node.kind === Kind.OPERATION_DEFINITION) operations.push(node);
  }
  const expansion = new Expansion(fragments);
  const roots = [...operations, ...fragments.values()].map((node) => expansion.sizeOf(node.selectionSet));
  const most = (of: (size: Size) => number): number => Math.max(0, ...roots.map(of));

  return {
    operations,
    depth: most(({ depth }) => depth),
    selections: most(({ selections }) => selections),
    rootFields: most(({ rootFields }) => rootFields),
    fragments,
    fragmentCount: document.definitions.length - operations.length,
    hasFragmentCycle: expansion.hasCycle,
    ...countIn(document),
  };
}

/** Adds up selection sets, remembering each fragment. */
class Expansion {
  hasCycle = false;
  private readonly known = new Map<string, Size | "in progress">();

  constructor(private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>) {}

  sizeOf({ selections }: SelectionSetNode): Size {
    return selections
      .map((node): Size => {
        if (node.kind === Kind.INLINE_FRAGMENT) return this.sizeOf(node.selectionSet);
        return node.kind === Kind.FIELD ? this.sizeOfField(node) : this.sizeOfFragment(node.name.value);
      })
      .reduce(add, NOTHING);
  }

  private sizeOfField({ selectionSet }: FieldNode): Size {
    const below = selectionSet ? this.sizeOf(selectionSet) : NOTHING;
    return { depth: below.depth + 1, selections: below.selections + 1, rootFields: 1 };
  }

  private sizeOfFragment(name: string): Size {
    const known = this.known.get(name);
    if (known === "in progress") {
      this.hasCycle = true;
      return NOTHING;
    }
    if (known) return known;
    const fragment = this.fragments.get(name);
    if (!fragment) return NOTHING;
    this.known.set(name, "in progress");
    const size = this.sizeOf(fragment.selectionSet);
    this.known.set(name, size);
    return size;
  }
}

function add(a: Size, b: Size): Size {
  return {
    depth: Math.max(a.depth, b.depth),
    selections: a.selections + b.selections,
    rootFields: a.rootFields + b.rootFields,
  };
}

type Counts = Pick<DocumentMeasure, "aliases" | "directives" | "repeats" | "literalDepth" | "introspects">;

function countIn(document: DocumentNode): Counts {
  const counts = { aliases: 0, directives: 0, repeats: 0, literalDepth: 0, introspects: false };
  let literalDepth = 0;
  const literal = {
    enter: (): void => {
      counts.literalDepth = Math.max(counts.literalDepth, ++literalDepth);
    },
    leave: (): void => {
      literalDepth--;
    },
  };
  visit(document, {
    Field: ({ name, alias }) => {
      if (alias) counts.aliases++;
      if (name.value === "__schema" || name.value === "__type") counts.introspects = true;
    },
    Directive: () => {
      counts.directives++;
    },
    SelectionSet: (node) => {
      counts.repeats = Math.max(counts.repeats, mostRepeated(node));
    },
    ListValue: literal,
    ObjectValue: literal,
  });
  return counts;
}

function mostRepeated({ selections }: SelectionSetNode): number {
  const times = new Map<string, number>();
  for (const node of selections) {
    const key =
      node.kind === Kind.FIELD
        ? (node.alias ?? node.name).value
        : node.kind === Kind.FRAGMENT_SPREAD
          ? `...${node.name.value}`
          : "...";
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  return Math.max(0, ...times.values());
}

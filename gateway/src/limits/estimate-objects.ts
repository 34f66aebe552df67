import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";
import { LIMITS } from "./limits.ts";
import type { ListSizes } from "./list-sizes.ts";

export type Variables = Readonly<Record<string, unknown>>;

/**
 * How many objects the dearest operation may fetch when every page is full: pages inside pages multiply.
 * Fragments must not be in a circle.
 */
export function estimateObjects(document: DocumentNode, variables: Variables, sizes: ListSizes): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
    if (node.kind === Kind.OPERATION_DEFINITION) operations.push(node);
  }
  const costs = operations.map((operation) => {
    const given = { ...defaultsOf(operation), ...variables };
    return new Estimate(fragments, given, sizes).below(operation.selectionSet);
  });
  return Math.max(0, ...costs);
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Variables {
  const defaults = variableDefinitions.map(({ variable, defaultValue }) => [
    variable.name.value,
    defaultValue?.kind === Kind.INT ? Number(defaultValue.value) : undefined,
  ]);
  return Object.fromEntries(defaults) as Variables;
}

/** The parts of a page that are no objects of their own. */
const WRAPPERS = new Set(["nodes", "edges", "node", "pageInfo"]);

class Estimate {
  private readonly known = new Map<string, number>();

  constructor(
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly variables: Variables,
    private readonly sizes: ListSizes,
  ) {}

  /** Objects below one object. */
  below({ selections }: SelectionSetNode): number {
    return selections
      .map((node): number => {
        if (node.kind === Kind.INLINE_FRAGMENT) return this.below(node.selectionSet);
        return node.kind === Kind.FIELD ? this.field(node) : this.fragment(node.name.value);
      })
      .reduce((a, b) => a + b, 0);
  }

  private field(node: FieldNode): number {
    if (!node.selectionSet) return 0;
    const name = node.name.value;
    const work = LIMITS.work.get(name) ?? 0;
    const each = this.below(node.selectionSet) + (WRAPPERS.has(name) ? 0 : 1);
    return work + this.sizeOf(node) * each;
  }

  private sizeOf({ name, arguments: given = [] }: FieldNode): number {
    const first = given.find((argument) => argument.name.value === "first")?.value;
    const size = (first && this.numberIn(first)) ?? this.sizes.get(name.value) ?? 1;
    // A page beyond the largest is refused by whoever serves it.
    return Math.min(Math.max(size, 1), LIMITS.page);
  }

  private numberIn(value: ValueNode): number | undefined {
    const found =
      value.kind === Kind.VARIABLE
        ? this.variables[value.name.value]
        : value.kind === Kind.INT
          ? Number(value.value)
          : undefined;
    return typeof found === "number" ? found : undefined;
  }

  private fragment(name: string): number {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const fragment = this.fragments.get(name);
    const objects = fragment ? this.below(fragment.selectionSet) : 0;
    this.known.set(name, objects);
    return objects;
  }
}

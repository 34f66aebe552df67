import {
  isObjectType,
  Kind,
  valueFromASTUntyped,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLNamedType,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";
import { Refusal } from "../refusal.ts";
import type { CostModel, PageSize } from "./cost-model.ts";

export type Variables = Readonly<Record<string, unknown>>;

/** The cost of an operation when every list is full, at most a thousand million. @throws Refusal 400 */
export type OperationCost = (variables: Variables) => number;

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/**
 * Works out what an operation costs, once; what is left for each request are the sizes that its variables
 * say. Lists inside lists multiply. Fragments must not be in a circle.
 */
export function compileCost(
  { operation, selectionSet, variableDefinitions = [] }: OperationDefinitionNode,
  fragments: Fragments,
  model: CostModel,
): OperationCost {
  const root = model.schema.getRootType(operation);
  if (!root) return () => 0;
  const cost = new Compiler(fragments, model).below(selectionSet, root, null);
  if (typeof cost === "number") return () => cost;
  const defaults = Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  );
  return (variables) => cost({ ...defaults, ...variables });
}

/** A number where no variable has a say. */
type Cost = number | OperationCost;

/** How long the lists in a selection are, as the field above says. */
interface Sized {
  readonly lists: NonNullable<PageSize["lists"]>;
  readonly size: Cost;
}

class Compiler {
  constructor(
    private readonly fragments: Fragments,
    private readonly model: CostModel,
  ) {}

  /** What is selected of one object. */
  below({ selections }: SelectionSetNode, type: GraphQLNamedType, sized: Sized | null): Cost {
    const always: Cost[] = [];
    /** An object is of one type only, so the dearest of these counts. */
    const either = new Map<GraphQLNamedType, Cost[]>();
    for (const node of selections) {
      if (node.kind === Kind.FIELD) {
        always.push(this.field(node, type, sized));
        continue;
      }
      const [part, condition] = this.partOf(node);
      const on = this.model.schema.getType(condition ?? type.name) ?? type;
      const cost = part ? this.below(part, on, sized) : 0;
      if (on === type || !isObjectType(on)) always.push(cost);
      else either.set(on, [...(either.get(on) ?? []), cost]);
    }
    const dearest = join(
      [...either.values()].map((costs) => join(costs, sum)),
      most,
    );
    return join([...always, dearest], sum);
  }

  private partOf(
    node: InlineFragmentNode | FragmentSpreadNode,
  ): [part: SelectionSetNode | undefined, condition: string | undefined] {
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : this.fragments.get(node.name.value);
    return [fragment?.selectionSet, fragment?.typeCondition?.name.value];
  }

  private field(node: FieldNode, parent: GraphQLNamedType, sized: Sized | null): Cost {
    const cost = this.model.fieldCost(parent, node.name.value);
    if (!cost) return this.model.workOf(node.name.value);
    const { page, type, weight, work } = cost;
    const size = page ? sizeOf(page, node) : this.model.listSize;
    const inside = page?.lists ? { lists: page.lists, size } : null;
    const below = node.selectionSet ? this.below(node.selectionSet, type, inside) : 0;
    const each = join([weight, below], sum);
    const own = page?.lists === null ? size : this.model.listSize;
    const length = cost.isList ? (lengthIn(sized, node.name.value) ?? own) : 1;
    const given = cost.inputs.map((input) => {
      const value = argumentOf(node, input.name);
      return value ? reading([value], ([known]) => this.model.inputCost(input, known)) : 0;
    });
    return join([work, ...given, join([length, each], product)], sum);
  }
}

function lengthIn(sized: Sized | null, name: string): Cost | undefined {
  return sized && (sized.lists === "ALL" || sized.lists.has(name)) ? sized.size : undefined;
}

function sizeOf({ slicedBy, least, most: atMost, assumed }: PageSize, node: FieldNode): Cost {
  const given = slicedBy.flatMap(([name = "", ...path]) => {
    const value = argumentOf(node, name);
    return value ? [{ value, path }] : [];
  });
  return reading(
    given.map(({ value }) => value),
    (values) => {
      const sizes = given
        .map(({ path }, index) => path.reduce(inside, values[index]))
        .filter((size) => size !== null && size !== undefined);
      if (sizes.length < least || sizes.length > atMost) {
        const names = slicedBy.map((path) => path.join(".")).join("、");
        throw new Refusal(
          400,
          "PAGE_SIZE_NEEDED",
          `字段 ${node.name.value} 要用 ${names} 中的一个说明取多少项。`,
        );
      }
      const numbers = sizes.filter((size) => typeof size === "number");
      return numbers.length > 0 ? Math.max(1, ...numbers) : assumed;
    },
  );
}

function inside(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Variables)[name]
    : undefined;
}

function argumentOf({ arguments: given = [] }: FieldNode, name: string): ValueNode | undefined {
  return given.find((argument) => argument.name.value === name)?.value;
}

/** What follows from the values of arguments: at once where no variable is in them. */
function reading(nodes: readonly ValueNode[], from: (values: readonly unknown[]) => number): Cost {
  const cost: OperationCost = (variables) => from(nodes.map((node) => valueFromASTUntyped(node, variables)));
  return nodes.some(hasVariable) ? cost : cost({});
}

function hasVariable(node: ValueNode): boolean {
  if (node.kind === Kind.LIST) return node.values.some(hasVariable);
  if (node.kind === Kind.OBJECT) return node.fields.some(({ value }) => hasVariable(value));
  return node.kind === Kind.VARIABLE;
}

/** Beyond any limit, and far from where numbers end. */
const MOST = 1_000_000_000;

type Join = (numbers: readonly number[]) => number;
const sum: Join = (numbers) => numbers.reduce((a, b) => a + b, 0);
const product: Join = (numbers) => numbers.reduce((a, b) => a * b, 1);
const most: Join = (numbers) => Math.max(0, ...numbers);

function join(costs: readonly Cost[], by: Join): Cost {
  const cost: OperationCost = (variables) => {
    const numbers = costs.map((part) => (typeof part === "number" ? part : part(variables)));
    return Math.min(Math.max(by(numbers), 0), MOST);
  };
  return costs.some((part) => typeof part === "function") ? cost : cost({});
}

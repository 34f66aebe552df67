import {
  getVariableValues,
  Kind,
  OperationTypeNode,
  visit,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";
import type { ChosenOperation } from "./document.ts";
import type { Variant } from "./variant.ts";
import type { VariantStore } from "./variant-store.ts";

const MOST_VARIABLE_ERRORS = 20;

export type Variables = Readonly<Record<string, unknown>>;
export type CoercedVariables = { readonly coerced: Variables } | { readonly errors: readonly GraphQLError[] };

/** Makes ready one way of switching an operation's fields on and off. */
export type CompileVariant = (switches: Readonly<Record<string, boolean>>) => Promise<Variant>;

/** An operation that was validated; what it takes to carry it out is made when it is asked for. */
export class Operation {
  readonly name: string | null;
  readonly isMutation: boolean;
  private readonly switches: readonly string[];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly chosen: ChosenOperation,
    private readonly compile: CompileVariant,
    private readonly store: VariantStore,
  ) {
    const { node, fragments } = chosen;
    this.name = node.name?.value ?? null;
    this.isMutation = node.operation === OperationTypeNode.MUTATION;
    this.switches = switchesOf([node, ...fragments.values()]);
  }

  coerce(variables: Variables): CoercedVariables {
    const { variableDefinitions = [] } = this.chosen.node;
    if (variableDefinitions.length === 0) return { coerced: {} };
    return getVariableValues(this.schema, variableDefinitions, variables, {
      maxErrors: MOST_VARIABLE_ERRORS,
    });
  }

  /**
   * How the operation is carried out with these variables: which fields there are, and in which order,
   * depends on `@skip` and `@include`. @throws where the planner finds no way
   */
  variant(coerced: Variables): Variant | Promise<Variant> {
    const key = this.switches.map((name) => (coerced[name] === true ? "1" : "0")).join("");
    return this.store.find(this, key, () => this.compile(this.switchesOf(key)));
  }

  /** The ways of switching that are ready, the latest used first. */
  ready(): Readonly<Record<string, boolean>>[] {
    return this.store.keysOf(this).map((key) => this.switchesOf(key));
  }

  private switchesOf(key: string): Readonly<Record<string, boolean>> {
    return Object.fromEntries(this.switches.map((name, index) => [name, key[index] === "1"]));
  }
}

/** The variables that `@skip` and `@include` look at. */
function switchesOf(nodes: readonly (OperationDefinitionNode | FragmentDefinitionNode)[]): string[] {
  const names = new Set<string>();
  for (const node of nodes) {
    visit(node, {
      Directive: ({ name, arguments: given = [] }) => {
        if (name.value !== "skip" && name.value !== "include") return;
        for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      },
    });
  }
  return [...names];
}

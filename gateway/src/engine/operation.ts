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
import { NotPlanned } from "./planning/not-planned.ts";
import type { Variant } from "./variant.ts";

/** More ways of switching fields on and off are not remembered at a time. */
const MOST_VARIANTS = 64;
const MOST_VARIABLE_ERRORS = 20;
const PASSING: ReadonlySet<NotPlanned["reason"]> = new Set(["BUSY", "UNAVAILABLE"]);

export type Variables = Readonly<Record<string, unknown>>;
export type CoercedVariables = { readonly coerced: Variables } | { readonly errors: readonly GraphQLError[] };

/** Makes ready one way of switching an operation's fields on and off. */
export type CompileVariant = (switches: Readonly<Record<string, boolean>>) => Promise<Variant>;

/** An operation that was validated; what it takes to carry it out is made when it is asked for. */
export class Operation {
  readonly name: string | null;
  readonly isMutation: boolean;
  private readonly switches: readonly string[];
  private readonly variants = new Map<string, Variant | Promise<Variant>>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly chosen: ChosenOperation,
    private readonly compile: CompileVariant,
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
    const known = this.variants.get(key);
    if (known) return known;
    if (this.variants.size >= MOST_VARIANTS) this.variants.clear();
    const compiling = this.compile(this.switchesOf(key));
    this.variants.set(key, compiling);
    compiling.then(
      (variant) => this.variants.set(key, variant),
      (error: unknown) => {
        // What cannot be planned is not tried again for everybody who sends it again.
        if (!(error instanceof NotPlanned) || PASSING.has(error.reason)) this.variants.delete(key);
      },
    );
    return compiling;
  }

  /** The ways of switching that are ready. */
  ready(): Readonly<Record<string, boolean>>[] {
    return [...this.variants.keys()].map((key) => this.switchesOf(key));
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

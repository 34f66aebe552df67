import {
  getVariableValues,
  Kind,
  OperationTypeNode,
  visit,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from "graphql";
import type { Step } from "./execution/compile-plan.ts";
import type { ResponseObject } from "./execution/response-object.ts";
import { introspect } from "./introspection.ts";
import type { PlanNode } from "./planning/plan.ts";
import { compileWriter } from "./writing/compile-writer.ts";
import type { WriteValue, Writing } from "./writing/writing.ts";

/** More ways of switching fields on and off are not remembered at a time. */
const MOST_WRITERS = 64;
const MOST_VARIABLE_ERRORS = 20;

export interface OperationParts {
  readonly schema: GraphQLSchema;
  readonly node: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** The part that asks about the schema; null mostly. */
  readonly introspection: OperationDefinitionNode | null;
  /** Null where nothing is fetched. */
  readonly plan: PlanNode | null;
  readonly step: Step | null;
}

export type CoercedVariables =
  { readonly coerced: Readonly<Record<string, unknown>> } | { readonly errors: readonly GraphQLError[] };

/** An operation that was validated, planned and compiled; it is carried out any number of times. */
export class Operation {
  readonly name: string | null;
  readonly isMutation: boolean;
  readonly plan: PlanNode | null;
  readonly step: Step | null;
  private readonly definitions: readonly VariableDefinitionNode[];
  private readonly switches: readonly string[];
  private readonly writers = new Map<string, WriteValue>();

  constructor(private readonly parts: OperationParts) {
    const { node, fragments, plan, step } = parts;
    this.name = node.name?.value ?? null;
    this.isMutation = node.operation === OperationTypeNode.MUTATION;
    this.plan = plan;
    this.step = step;
    this.definitions = node.variableDefinitions ?? [];
    this.switches = switchesOf([node, ...fragments.values()]);
  }

  coerce(variables: Readonly<Record<string, unknown>>): CoercedVariables {
    if (this.definitions.length === 0) return { coerced: {} };
    return getVariableValues(this.parts.schema, this.definitions, variables, {
      maxErrors: MOST_VARIABLE_ERRORS,
    });
  }

  /** What the operation asks about the schema itself. */
  introspect(variables: Readonly<Record<string, unknown>>): ResponseObject | null {
    const { schema, introspection, fragments } = this.parts;
    return introspection && introspect(schema, introspection, fragments, variables);
  }

  /** The data as JSON text; `null` where a null came up to the root. */
  write(data: ResponseObject, variables: Readonly<Record<string, unknown>>, writing: Writing): string {
    return this.writerFor(variables)(data, writing) ?? "null";
  }

  /** Which fields there are, and in which order, depends on what the switches say. */
  private writerFor(variables: Readonly<Record<string, unknown>>): WriteValue {
    const values = this.switches.map((name) => variables[name] === true);
    const key = values.map(Number).join("");
    let writer = this.writers.get(key);
    if (writer === undefined) {
      const { schema, node, fragments } = this.parts;
      const root = schema.getRootType(node.operation);
      if (!root) throw new Error(`The schema has no ${node.operation}.`);
      const switches = Object.fromEntries(this.switches.map((name, index) => [name, values[index] === true]));
      writer = compileWriter({ schema, fragments, switches }, root, [node.selectionSet]);
      if (this.writers.size >= MOST_WRITERS) this.writers.clear();
      this.writers.set(key, writer);
    }
    return writer;
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

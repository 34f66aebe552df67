import { Kind, print, type GraphQLSchema } from "graphql";
import type { ChosenOperation } from "./document.ts";
import { compilePlan, type Step } from "./execution/compile-plan.ts";
import type { ResponseObject } from "./execution/response-object.ts";
import { introspect, splitIntrospection } from "./introspection.ts";
import { normalise } from "./planning/normalise.ts";
import type { PlanNode } from "./planning/plan.ts";
import type { Planner } from "./planning/planner.ts";
import type { TypeConditions } from "./supergraph/type-conditions.ts";
import { compileWriter } from "./writing/compile-writer.ts";
import type { WriteValue } from "./writing/writing.ts";

/** An operation whose conditions are decided, planned and compiled. */
export interface Variant {
  /** Null where nothing is fetched. */
  readonly plan: PlanNode | null;
  readonly step: Step | null;
  /** What is asked about the schema itself; null mostly. */
  readonly introspect: ((variables: Readonly<Record<string, unknown>>) => ResponseObject) | null;
  readonly write: WriteValue;
  /** Characters of what was planned: what it takes in memory goes with them. */
  readonly weight: number;
}

/** What variants of all operations are made with. */
export interface Workshop {
  readonly schema: GraphQLSchema;
  readonly planner: Planner;
  readonly conditions: TypeConditions;
  readonly planned: (seconds: number) => void;
}

/** What even the smallest takes in memory, as characters of what was planned. */
const OWN_WEIGHT = 150;

/** @throws where the planner finds no way */
export async function compileVariant(
  { schema, planner, conditions, planned }: Workshop,
  { node, fragments }: ChosenOperation,
  switches: Readonly<Record<string, boolean>>,
): Promise<Variant> {
  const start = performance.now();
  const selecting = { schema, fragments, switches };
  const root = schema.getRootType(node.operation);
  if (!root) throw new Error(`The schema has no ${node.operation}.`);
  const { introspection, rest } = splitIntrospection(normalise(selecting, conditions, node));
  const source = rest ? print(rest) : "";
  const plan =
    rest && (await planner.plan({ source, document: { kind: Kind.DOCUMENT, definitions: [rest] } }));
  const variant: Variant = {
    plan,
    step: plan && compilePlan(plan, conditions),
    introspect: introspection && ((variables) => introspect(schema, introspection, variables)),
    write: compileWriter(selecting, root, [node.selectionSet]),
    weight: OWN_WEIGHT + source.length,
  };
  planned((performance.now() - start) / 1000);
  return variant;
}

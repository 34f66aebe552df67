import {
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  type ValidationRule,
} from "graphql";
import { LRUCache } from "lru-cache";
import { chooseOperation, documentOf, type ChosenOperation } from "./document.ts";
import { compilePlan } from "./execution/compile-plan.ts";
import { Execution, type ExecutionError } from "./execution/execution.ts";
import { merge } from "./execution/response-object.ts";
import { apiSchemaOf } from "./supergraph/api-schema.ts";
import { typeConditionsOf, type TypeConditions } from "./supergraph/type-conditions.ts";
import { splitIntrospection } from "./introspection.ts";
import { Operation } from "./operation.ts";
import { createPlanner } from "./planning/create-planner.ts";
import type { Planner, PlannerName } from "./planning/planner.ts";
import type { CallSubgraph } from "./subgraph-call.ts";
import { isOnTheWay, type DataError, type Writing } from "./writing/writing.ts";

export interface EngineOptions<Context> {
  readonly supergraphSdl: string;
  readonly planner: PlannerName;
  readonly call: CallSubgraph<Context>;
  /** Beside those of GraphQL. */
  readonly rules?: readonly ValidationRule[];
}

/** The document is not one that can be carried out; each error says why. */
export interface Refused {
  readonly errors: readonly GraphQLError[];
}

export interface Answer {
  /** JSON text; null where the variables were refused and nothing was carried out. */
  readonly data: string | null;
  readonly errors: readonly ExecutionError[];
  /** Why the variables were refused. */
  readonly refused: readonly GraphQLError[];
}

/** So many characters of documents are remembered with their plans. */
const REMEMBERED_CHARACTERS = 8_000_000;
const REMEMBERED_OPERATIONS = 2_000;

/**
 * Carries out operations over a supergraph: planned once, compiled once, then fetched, merged and written.
 * It knows nothing of HTTP, of callers or of what the supergraph is about.
 */
export class Engine<Context> {
  readonly schema: GraphQLSchema;
  private readonly conditions: TypeConditions;
  private readonly prepared = new LRUCache<string, Promise<Operation | Refused>>({
    max: REMEMBERED_OPERATIONS,
    maxSize: REMEMBERED_CHARACTERS,
    sizeCalculation: (_value, key) => key.length,
  });

  private constructor(
    private readonly options: EngineOptions<Context>,
    private readonly planner: Planner,
  ) {
    const supergraph = parse(options.supergraphSdl, { noLocation: true });
    this.schema = apiSchemaOf(supergraph);
    this.conditions = typeConditionsOf(supergraph);
  }

  /** @throws where the supergraph is none */
  static async create<Context>(options: EngineOptions<Context>): Promise<Engine<Context>> {
    return new Engine(options, await createPlanner(options.planner, options.supergraphSdl));
  }

  /** Validates, plans and compiles, or remembers having done so. @throws where the planner finds no way */
  prepare(
    source: string,
    operationName: string | null,
    document?: DocumentNode,
  ): Promise<Operation | Refused> {
    const key = operationName === null ? source : `${operationName}\n${source}`;
    const known = this.prepared.get(key);
    if (known) return known;
    const preparing = this.compile(document ?? parse(source), operationName);
    this.prepared.set(key, preparing);
    preparing.catch(() => this.prepared.delete(key));
    return preparing;
  }

  async execute(
    operation: Operation,
    variables: Readonly<Record<string, unknown>>,
    context: Context,
  ): Promise<Answer> {
    const values = operation.coerce(variables);
    if ("errors" in values) return { data: null, errors: [], refused: values.errors };

    const execution = new Execution(variables, values.coerced, context, this.options.call);
    const about = operation.introspect(values.coerced);
    if (about) merge(execution.data, about);
    await operation.step?.(execution as Execution<unknown>);

    const writing: Writing = { errors: [] };
    const data = operation.write(execution.data, values.coerced, writing);
    for (const error of unexplained(writing.errors, execution.errors)) execution.addError(error);
    return { data, errors: execution.errors, refused: [] };
  }

  private async compile(document: DocumentNode, operationName: string | null): Promise<Operation | Refused> {
    const errors = validate(this.schema, document, [...specifiedRules, ...(this.options.rules ?? [])]);
    if (errors.length > 0) return { errors };
    const chosen = chooseOperation(document, operationName);
    if (chosen === null) throw new Error("The operation was not chosen before.");
    return this.compileOperation(chosen);
  }

  private async compileOperation({ node, fragments }: ChosenOperation): Promise<Operation> {
    const { introspection, rest } = splitIntrospection(node, fragments);
    const plan = rest && (await this.planner.plan(documentOf({ node: rest, fragments })));
    const step = plan && compilePlan(plan, this.conditions);
    return new Operation({ schema: this.schema, node, fragments, introspection, plan, step });
  }
}

/** A null that an error of a subgraph explains is no news. */
function unexplained(found: readonly DataError[], told: readonly ExecutionError[]): ExecutionError[] {
  return found
    .filter(({ path }) => !told.some((error) => error.path !== undefined && isOnTheWay(error.path, path)))
    .map(({ message, path }) => ({ message, path, extensions: { code: "INCOMPLETE_DATA" }, subgraph: null }));
}

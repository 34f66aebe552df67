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

const MOST_WARMED = 500;

interface Preparation {
  readonly source: string;
  readonly operationName: string | null;
  readonly promise: Promise<Operation | Refused>;
  /** Undefined until it is there. */
  result: Operation | Refused | undefined;
}

function keyOf(source: string, operationName: string | null): string {
  return operationName === null ? source : `${operationName}\n${source}`;
}

/**
 * Carries out operations over a supergraph: planned once, compiled once, then fetched, merged and written.
 * It knows nothing of HTTP, of callers or of what the supergraph is about.
 */
export class Engine<Context> {
  readonly schema: GraphQLSchema;
  private readonly conditions: TypeConditions;
  private readonly prepared = new LRUCache<string, Preparation>({
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
    const key = keyOf(source, operationName);
    const known = this.prepared.get(key);
    if (known) return known.promise;
    const promise = this.compile(document ?? parse(source), operationName);
    const preparation: Preparation = { source, operationName, promise, result: undefined };
    this.prepared.set(key, preparation);
    promise.then(
      (result) => {
        preparation.result = result;
      },
      () => this.prepared.delete(key),
    );
    return promise;
  }

  /** What `prepare` would hand back, where it is there already. */
  known(source: string, operationName: string | null): Operation | Refused | undefined {
    return this.prepared.get(keyOf(source, operationName))?.result;
  }

  /** How many operations are ready. */
  get size(): number {
    return this.prepared.size;
  }

  /** Prepares what another engine had ready, the latest used first; what does not fit here is left out. */
  async warm(other: Engine<Context>): Promise<void> {
    const latest = [...other.prepared.values()].slice(0, MOST_WARMED);
    for (const { source, operationName, result } of latest.reverse()) {
      if (result instanceof Operation) await this.prepare(source, operationName).catch(() => undefined);
      // Requests go on meanwhile.
      await new Promise((resolve) => setImmediate(resolve));
    }
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

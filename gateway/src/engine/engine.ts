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
import { chooseOperation } from "./document.ts";
import { Execution, type ExecutionError } from "./execution/execution.ts";
import { merge } from "./execution/response-object.ts";
import { apiSchemaOf } from "./supergraph/api-schema.ts";
import { linksOf, unsupportedLinks } from "./supergraph/links.ts";
import { typeConditionsOf } from "./supergraph/type-conditions.ts";
import { Operation, type Variables } from "./operation.ts";
import { createPlanner } from "./planning/create-planner.ts";
import type { PlanNode } from "./planning/plan.ts";
import type { Planner, PlannerLog, PlannerName } from "./planning/planner.ts";
import type { CallSubgraph } from "./subgraph-call.ts";
import { compileVariant, type Workshop } from "./variant.ts";
import { VariantStore } from "./variant-store.ts";
import { isOnTheWay, type DataError, type Writing } from "./writing/writing.ts";

export interface EngineOptions<Context> {
  readonly supergraphSdl: string;
  readonly planner: PlannerName;
  readonly call: CallSubgraph<Context>;
  readonly log: PlannerLog;
  /** Is told how many seconds it took to plan and compile an operation. */
  readonly planned?: (seconds: number) => void;
  /** A request looks for its plan; what this hands back is called when the plan is made, or cannot be. */
  readonly lookedUp?: (isReady: boolean, context: Context) => () => void;
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
const REMEMBERED_CHARACTERS = 500_000;
const REMEMBERED_OPERATIONS = 1_000;
/** What was used latest is made ready first, for as long as this; the rest is planned when it is asked for. */
const LONGEST_WARMING_MS = 10_000;
const MOST_WARMED_VARIANTS = 2;
/** Nobody reads more, and each names something that the document said. */
const MOST_VALIDATION_ERRORS = 10;

interface Prepared {
  readonly source: string;
  readonly operationName: string | null;
  readonly result: Operation | Refused;
}

/**
 * Carries out operations over a supergraph: planned once, compiled once, then fetched, merged and written.
 * It knows nothing of HTTP, of callers or of what the supergraph is about.
 */
export class Engine<Context> {
  private readonly workshop: Workshop;
  private readonly variants = new VariantStore();
  private readonly prepared = new LRUCache<string, Prepared>({
    max: REMEMBERED_OPERATIONS,
    maxSize: REMEMBERED_CHARACTERS,
    sizeCalculation: (_value, key) => key.length,
  });

  private constructor(
    private readonly options: EngineOptions<Context>,
    supergraph: DocumentNode,
    readonly schema: GraphQLSchema,
    planner: Planner,
  ) {
    this.workshop = {
      schema: this.schema,
      conditions: typeConditionsOf(supergraph),
      planner,
      planned: options.planned ?? ((): void => undefined),
    };
  }

  /** @throws where the supergraph is none */
  static async create<Context>(options: EngineOptions<Context>): Promise<Engine<Context>> {
    const { supergraphSdl, planner, log } = options;
    const supergraph = parse(supergraphSdl, { noLocation: true });
    if (!linksOf(supergraph).some(({ name }) => name === "join")) {
      throw new Error("This is no supergraph: it does not say how its subgraphs are joined.");
    }
    const unsupported = unsupportedLinks(supergraph);
    if (unsupported.length > 0) {
      throw new Error(`The supergraph asks for what this engine does not do: ${unsupported.join(", ")}.`);
    }
    const schema = apiSchemaOf(supergraph);
    return new Engine(options, supergraph, schema, await createPlanner(planner, supergraphSdl, log));
  }

  stop(): void {
    this.workshop.planner.stop();
  }

  /** Validates an operation of a document, or remembers having done so. */
  prepare(source: string, operationName: string | null, document?: DocumentNode): Operation | Refused {
    const key = operationName === null ? source : `${operationName}\n${source}`;
    const known = this.prepared.get(key);
    if (known) return known.result;
    const result = this.validated(document ?? parse(source), operationName);
    this.prepared.set(key, { source, operationName, result });
    return result;
  }

  /** How many operations are ready. */
  get size(): number {
    return this.prepared.size;
  }

  /** Plans what another engine had ready, the latest used first; what does not fit here is left out. */
  async warm(other: Engine<Context>): Promise<void> {
    const end = Date.now() + LONGEST_WARMING_MS;
    for (const { source, operationName, result } of [...other.prepared.values()]) {
      if (Date.now() > end) return;
      const operation = "errors" in result ? null : this.prepare(source, operationName);
      if (!operation || "errors" in operation || "errors" in result) continue;
      for (const switches of result.ready().slice(0, MOST_WARMED_VARIANTS)) {
        await Promise.resolve(operation.variant(switches)).catch(() => undefined);
      }
      // Requests go on meanwhile.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** @throws where the planner finds no way */
  async execute(operation: Operation, variables: Variables, context: Context): Promise<Answer> {
    const values = operation.coerce(variables);
    if ("errors" in values) return { data: null, errors: [], refused: values.errors };
    const { coerced } = values;
    const compiled = operation.variant(coerced);
    const isReady = !(compiled instanceof Promise);
    const made = this.options.lookedUp?.(isReady, context);
    const { step, introspect, write } = isReady ? compiled : await compiled.finally(made);

    const execution = new Execution(variables, coerced, context, this.options.call);
    if (introspect) merge(execution.data, introspect(coerced));
    await step?.(execution as Execution<unknown>);

    const writing: Writing = { errors: [] };
    const data = write(execution.data, writing) ?? "null";
    for (const error of unexplained(writing.errors, execution.errors)) execution.addError(error);
    return { data, errors: execution.errors, refused: [] };
  }

  /** How an operation is carried out with these variables; null where nothing is fetched. */
  async plan(operation: Operation, variables: Variables): Promise<PlanNode | null> {
    const values = operation.coerce(variables);
    const { plan } = await operation.variant("coerced" in values ? values.coerced : {});
    return plan;
  }

  private validated(document: DocumentNode, operationName: string | null): Operation | Refused {
    const rules = [...specifiedRules, ...(this.options.rules ?? [])];
    const errors = validate(this.schema, document, rules, { maxErrors: MOST_VALIDATION_ERRORS });
    if (errors.length > 0) return { errors };
    const chosen = chooseOperation(document, operationName);
    if (chosen === null) throw new Error("The operation was not chosen before.");
    return new Operation(
      this.schema,
      chosen,
      (switches) => compileVariant(this.workshop, chosen, switches),
      this.variants,
    );
  }
}

/** A null that an error of a subgraph explains is no news. */
function unexplained(found: readonly DataError[], told: readonly ExecutionError[]): ExecutionError[] {
  return found
    .filter(({ path }) => !told.some((error) => error.path !== undefined && isOnTheWay(error.path, path)))
    .map(({ message, path }) => ({ message, path, extensions: { code: "INCOMPLETE_DATA" }, subgraph: null }));
}

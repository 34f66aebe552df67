import { publicErrorWith, type PublicError } from "@gongjian/shared/public-error";
import { StorableTextRule } from "@gongjian/shared/storable-text";
import type { Logger } from "@gongjian/shared/log";
import { MaxIntrospectionDepthRule, type GraphQLError, type GraphQLFormattedError } from "graphql";
import { Engine, type Refused } from "../engine/engine.ts";
import type { ExecutionError } from "../engine/execution/execution.ts";
import type { Operation } from "../engine/operation.ts";
import type { PlanNode } from "../engine/planning/plan.ts";
import type { PlannerName } from "../engine/planning/planner.ts";
import { NotPlanned } from "../engine/planning/not-planned.ts";
import type { CallSubgraph } from "../engine/subgraph-call.ts";
import type { CheckedRequest } from "../limits/request-guard.ts";
import type { GatewayMetrics } from "../observability/gateway-metrics.ts";
import { Refusal } from "../refusal.ts";
import type { Executor, GraphqlResult } from "./executor.ts";
import type { RequestContext } from "./request-context.ts";
import { translateError } from "./translate-error.ts";

export interface OwnExecutorOptions {
  readonly supergraphSdl: string;
  readonly planner: PlannerName;
  readonly call: CallSubgraph<RequestContext>;
  readonly metrics: GatewayMetrics;
  readonly log: Logger;
}

/** Our engine, with its refusals in Chinese and its errors as clients may see them. */
export class OwnExecutor implements Executor {
  private readonly publicError: PublicError;

  private constructor(
    private readonly engine: Engine<RequestContext>,
    private readonly log: Logger,
  ) {
    this.publicError = publicErrorWith(log);
  }

  /** @throws where the supergraph is none */
  static async create(options: OwnExecutorOptions): Promise<OwnExecutor> {
    const rules = [MaxIntrospectionDepthRule, StorableTextRule];
    const planned = (seconds: number): void => {
      options.metrics.planned(seconds);
    };
    const lookedUp = (isReady: boolean, { notes }: RequestContext): (() => void) => {
      options.metrics.planCache(isReady);
      const span = isReady ? undefined : notes.trace?.span("graphql.plan");
      return () => span?.end();
    };
    return new OwnExecutor(await Engine.create({ ...options, rules, planned, lookedUp }), options.log);
  }

  get size(): number {
    return this.engine.size;
  }

  async execute(request: CheckedRequest, context: RequestContext): Promise<GraphqlResult> {
    const operation = this.prepare(request);
    if ("errors" in operation) return refused(operation.errors, "GRAPHQL_VALIDATION_FAILED", context);
    const answer = await this.engine
      .execute(operation, request.variables, context)
      .catch(notPlannable(this.log));
    if (answer.refused.length > 0) return refused(answer.refused, "BAD_USER_INPUT", context);
    return { data: answer.data, errors: answer.errors.map((error) => this.format(error)) };
  }

  async plan(request: CheckedRequest): Promise<PlanNode | null> {
    const operation = this.prepare(request);
    if (!("errors" in operation)) {
      return this.engine.plan(operation, request.variables).catch(notPlannable(this.log));
    }
    const [first] = operation.errors;
    throw new Refusal(400, "GRAPHQL_VALIDATION_FAILED", first ? translateError(first, true) : "");
  }

  async warm(from: Executor): Promise<void> {
    if (from instanceof OwnExecutor) await this.engine.warm(from.engine);
  }

  stop(): Promise<void> {
    this.engine.stop();
    return Promise.resolve();
  }

  private prepare({ query, operationName, document }: CheckedRequest): Operation | Refused {
    return this.engine.prepare(query, operationName ?? null, document);
  }

  private format({ message, path = [], extensions, subgraph }: ExecutionError): GraphQLFormattedError {
    const error = { message, ...(path.length > 0 ? { path } : {}), ...(extensions ? { extensions } : {}) };
    // What else a subgraph tells of an error is for nobody here; its own log has it.
    return this.publicError(error, new Error(`The subgraph ${subgraph ?? "(none)"} failed.`));
  }
}

/** What the planner has no way for is nothing that trying again would change. */
function notPlannable(log: Logger): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof NotPlanned)) throw error;
    if (error.reason === "BUSY" || error.reason === "UNAVAILABLE") throw busy();
    log.error({ err: error, reason: error.reason }, "an operation could not be planned");
    throw new Refusal(400, "QUERY_NOT_PLANNABLE", "无法为这个查询制定执行计划，请把查询拆小或联系管理员。");
  };
}

function busy(): Refusal {
  const message = "正在为太多新的查询制定执行计划，请稍后再试。Too many new operations are being planned.";
  return new Refusal(503, "OVERLOADED", message, { "retry-after": "2" });
}

/** Strangers are not told the names of fields that they did not know. */
function refused(errors: readonly GraphQLError[], code: string, { viewer }: RequestContext): GraphqlResult {
  const isStranger = viewer.role === "PUBLIC";
  return {
    data: null,
    errors: errors.map((error) => ({
      message: translateError(error, !isStranger),
      ...(error.locations ? { locations: error.locations } : {}),
      extensions: { code },
    })),
  };
}

import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginLandingPageDisabled } from "@apollo/server/plugin/disabled";
import type { Logger } from "@gongjian/shared/log";
import { StorableTextRule } from "@gongjian/shared/storable-text";
import { publicErrorWith } from "@gongjian/shared/public-error";
import { MaxIntrospectionDepthRule, type GraphQLFormattedError } from "graphql";
import type { Executor, GraphqlResult } from "../graphql/executor.ts";
import type { RequestContext } from "../graphql/request-context.ts";
import { translateError } from "../graphql/translate-error.ts";
import type { CheckedRequest } from "../limits/request-guard.ts";
import { Refusal } from "../refusal.ts";
import type { GatewayInterface } from "./apollo-gateway.ts";

/** Codes of what GraphQL itself says about a document or its variables. */
const REFUSED = new Set(["GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT"]);
const INCOMPLETE = "部分数据不完整，缺失的字段为空。Some data are missing.";

/** Apollo Server over whatever stands behind its gateway interface. */
export class ApolloExecutor implements Executor {
  /** Apollo keeps its plans to itself. */
  readonly size = 0;

  private constructor(
    private readonly server: ApolloServer<RequestContext>,
    private readonly log: Logger,
  ) {}

  /** @throws where the supergraph is none */
  static async create(gateway: GatewayInterface, log: Logger): Promise<ApolloExecutor> {
    const server = new ApolloServer<RequestContext>({
      gateway,
      // Who may not look at the schema is turned away by the guard.
      introspection: true,
      includeStacktraceInErrorResponses: false,
      persistedQueries: false,
      stopOnTerminationSignals: false,
      validationRules: [MaxIntrospectionDepthRule, StorableTextRule],
      logger: log.child({}, { level: "warn" }),
      formatError: publicErrorWith(log),
      plugins: [ApolloServerPluginLandingPageDisabled()],
    });
    await server.start();
    return new ApolloExecutor(server, log);
  }

  async execute(
    { query, variables, operationName }: CheckedRequest,
    context: RequestContext,
  ): Promise<GraphqlResult> {
    const request = { query, variables, ...(operationName === undefined ? {} : { operationName }) };
    const { body, http } = await this.server.executeOperation(request, { contextValue: context });
    if (body.kind !== "single") throw new Error("Answers in parts are not supported.");
    const { data, errors = [], extensions } = body.singleResult;
    const told = errors.length > 0 ? errors : this.missing(extensions?.valueCompletion, context);
    const isStranger = context.viewer.role === "PUBLIC";
    return {
      data: data === undefined || (http.status ?? 200) >= 400 ? null : JSON.stringify(data),
      errors: told.map((error) =>
        REFUSED.has(String(error.extensions?.code))
          ? { ...error, message: translateError(error, !isStranger) }
          : error,
      ),
    };
  }

  plan(): Promise<never> {
    return Promise.reject(new Refusal(404, "NOT_FOUND", "这个引擎不提供执行计划。"));
  }

  warm(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  /** That a null came where none may be and took its parent with it does not count as an error there. */
  private missing(missing: unknown, { requestId }: RequestContext): readonly GraphQLFormattedError[] {
    if (missing === undefined) return [];
    this.log.error({ requestId, missing }, "a subgraph left out what it promised");
    return [{ message: INCOMPLETE, extensions: { code: "INCOMPLETE_DATA" } }];
  }
}

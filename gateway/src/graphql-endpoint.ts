import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import { ApolloServerPluginLandingPageDisabled } from "@apollo/server/plugin/disabled";
import { fastifyApolloHandler } from "@as-integrations/fastify";
import type { Logger } from "@gongjian/shared/log";
import { formatErrorWith } from "@gongjian/shared/subgraph/format-error";
import { StorableTextRule } from "@gongjian/shared/storable-text";
import type { FastifyInstance } from "fastify";
import { MaxIntrospectionDepthRule, type GraphQLFormattedError } from "graphql";
import { LIMITS } from "./limits/limits.ts";
import type { ListSizes } from "./limits/list-sizes.ts";
import { RequestGuard } from "./limits/request-guard.ts";
import { Refusal } from "./refusal.ts";
import { REQUEST_TIMEOUT_MS, type RequestContext } from "./request-context.ts";
import type { GatewayEngine } from "./supergraph-gateway.ts";
import { viewerOf } from "./viewer-of-request.ts";

/** Serves `POST /graphql`; hands back how to stop it. */
export async function serveGraphql(
  app: FastifyInstance,
  gateway: GatewayEngine,
  sizes: ListSizes,
  log: Logger,
): Promise<() => Promise<void>> {
  const apollo = new ApolloServer<RequestContext>({
    gateway,
    // Who may not look at the schema is turned away by the guard.
    introspection: true,
    includeStacktraceInErrorResponses: false,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    validationRules: [MaxIntrospectionDepthRule, StorableTextRule],
    logger: log.child({}, { level: "warn" }),
    formatError: formatErrorWith(log),
    plugins: [ApolloServerPluginLandingPageDisabled(), withoutSuggestions, withoutExtensions(log)],
  });
  await apollo.start();

  const guard = new RequestGuard(sizes);
  await app.register((scope, _options, done) => {
    scope.removeContentTypeParser("text/plain");
    scope.route({
      method: "POST",
      url: "/graphql",
      bodyLimit: LIMITS.bodyBytes,
      preHandler: (request, _reply, next) => {
        guard.check(request.body, viewerOf(request));
        next();
      },
      handler: fastifyApolloHandler(apollo, {
        context: (request): Promise<RequestContext> =>
          Promise.resolve({
            viewer: viewerOf(request),
            requestId: request.id,
            deadline: Date.now() + REQUEST_TIMEOUT_MS,
          }),
      }),
    });
    scope.route({
      method: ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"],
      url: "/graphql",
      handler: () => {
        throw new Refusal(405, "METHOD_NOT_ALLOWED", "请用 POST 方法，内容类型为 application/json。", {
          allow: "POST",
        });
      },
    });
    done();
  });
  return () => apollo.stop();
}

/** Strangers are not told the names of fields that they did not know. */
const withoutSuggestions: ApolloServerPlugin<RequestContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ contextValue, response: { body } }) => {
        if (contextValue.viewer.role === "PUBLIC" && body.kind === "single" && body.singleResult.errors) {
          body.singleResult.errors = body.singleResult.errors.map(withoutSuggestion);
        }
        return Promise.resolve();
      },
    }),
};

function withoutSuggestion(error: GraphQLFormattedError): GraphQLFormattedError {
  return { ...error, message: error.message.replace(/ ?Did you mean [^]*$/, "") };
}

/**
 * What the engine adds beside data and errors is about our insides. One thing in it is not: that a null
 * came where none may be and took its parent with it, which the engine does not count as an error.
 */
function withoutExtensions(log: Logger): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse: ({ contextValue: { requestId }, response: { body } }) => {
          if (body.kind !== "single") return Promise.resolve();
          const { singleResult: result } = body;
          const missing = result.extensions?.valueCompletion;
          if (missing !== undefined && !result.errors) {
            log.error({ requestId, missing }, "a subgraph left out what it promised");
            result.errors = [{ message: INCOMPLETE, extensions: { code: "INCOMPLETE_DATA" } }];
          }
          delete result.extensions;
          return Promise.resolve();
        },
      }),
  };
}

const INCOMPLETE = "部分数据不完整，缺失的字段为空。Some data are missing.";

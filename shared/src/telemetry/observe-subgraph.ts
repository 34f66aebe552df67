import type { ApolloServerPlugin } from "@apollo/server";
import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from "fastify";
import type { JobBacklog } from "./job-queue-watch.ts";
import type { MetricsAccess } from "./metrics-access.ts";
import { serveMetrics } from "./serve-metrics.ts";
import { SubgraphMetrics } from "./subgraph-metrics.ts";
import type { Outcome, TraceScope } from "./trace-scope.ts";
import type { Tracing } from "./tracing.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Null where the trace is off. */
    trace: TraceScope | null;
  }
}

export interface SubgraphTelemetry {
  /** Null where tracing is off. */
  readonly tracing: Tracing | null;
  readonly access: MetricsAccess;
  readonly backlog?: () => Promise<readonly JobBacklog[]>;
}

const OF_THIS_MACHINE: SubgraphTelemetry = { tracing: null, access: { token: null } };

/**
 * Watches every request of a subgraph and serves what was counted at `/metrics`. To be set up after the
 * signature check: only the gateway's traces are gone on with.
 */
export function observeSubgraph(
  app: FastifyInstance,
  { tracing, access, backlog }: SubgraphTelemetry = OF_THIS_MACHINE,
): SubgraphMetrics {
  const metrics = new SubgraphMetrics(backlog);
  app.decorateRequest("trace", null);
  if (tracing) app.addHook("onRequest", traceWith(tracing));
  app.addHook("onResponse", (request, { statusCode }, done) => {
    metrics.httpAnswered(routeOf(request), statusCode);
    done();
  });
  serveMetrics(app, () => metrics.text(), access);
  return metrics;
}

function traceWith(tracing: Tracing): onRequestHookHandler {
  return (request, reply, done) => {
    const { method, viewer, headers } = request;
    if (viewer) {
      const route = routeOf(request);
      const attributes = { "http.request.method": method, "http.route": route };
      const trace = tracing.request(`${method} ${route}`, headers.traceparent, attributes);
      request.trace = trace;
      // A call that is cut off closes and is never answered.
      reply.raw.once("close", () => {
        trace.end(outcomeOf(reply.raw.statusCode));
      });
    }
    done();
  };
}

function outcomeOf(status: number): Outcome {
  const attributes = { "http.response.status_code": status };
  return status >= 500 ? { error: String(status), attributes } : { attributes };
}

function routeOf({ routeOptions }: FastifyRequest): string {
  return routeOptions.url ?? "unknown";
}

const TRACE = Symbol("trace");

/** A GraphQL context by which the execution finds the trace of its request: Apollo copies contexts. */
export function withTrace(context: object, trace: TraceScope | null): object {
  return trace ? Object.assign(context, { [TRACE]: trace }) : context;
}

/** Watches the execution of each GraphQL request. */
export function graphqlObserver(metrics: SubgraphMetrics): ApolloServerPlugin<{ [TRACE]?: TraceScope }> {
  return {
    requestDidStart: ({ contextValue }) => {
      const began = performance.now();
      let execution: TraceScope | undefined;
      return Promise.resolve({
        executionDidStart: ({ operation }) => {
          execution = contextValue[TRACE]?.span("graphql.execute", {
            "graphql.operation.type": operation.operation,
          });
          return Promise.resolve();
        },
        willSendResponse: ({ operation, errors }) => {
          metrics.graphqlAnswered(
            operation?.operation ?? "unknown",
            (performance.now() - began) / 1000,
            errors !== undefined && errors.length > 0,
          );
          execution?.end(errors?.length ? { error: "errors" } : {});
          return Promise.resolve();
        },
      });
    },
  };
}

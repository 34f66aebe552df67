import type { CallObserver } from "../calls/graphql-calls.ts";
import type { RequestContext } from "../graphql/request-context.ts";
import type { GatewayMetrics } from "./gateway-metrics.ts";

/** Counts the calls to subgraphs and puts each into the trace of its request. */
export function observeCalls(metrics: GatewayMetrics): CallObserver<RequestContext> {
  return {
    begin({ subgraph }, { notes }, isShared) {
      if (isShared) metrics.coalesced("subgraph");
      notes.subgraphCalls = (notes.subgraphCalls ?? 0) + 1;
      const span = notes.trace?.span(`subgraph ${subgraph}`, { "gongjian.subgraph": subgraph }, "client");
      const start = performance.now();
      return {
        ...(span ? { traceparent: span.traceparent } : {}),
        end(outcome) {
          metrics.subgraphCalled({ subgraph, seconds: (performance.now() - start) / 1000, outcome });
          span?.end(outcome === "OK" ? undefined : { error: outcome });
        },
      };
    },
  };
}

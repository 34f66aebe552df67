import type { Logger } from "@gongjian/shared/log";
import type { FastifyInstance } from "fastify";
import { GraphqlCalls } from "../calls/graphql-calls.ts";
import type { SubgraphTransport } from "../calls/subgraph-transport.ts";
import type { PlannerName } from "../engine/planning/planner.ts";
import { planTreeOf } from "../explorer/plan-tree.ts";
import { serveExplorer } from "../explorer/serve-explorer.ts";
import type { ClientBudget } from "../limits/client-budget.ts";
import type { Limits } from "../limits/limits.ts";
import { observeCalls } from "../observability/observe-calls.ts";
import type { GatewayMetrics, SubgraphState } from "../observability/gateway-metrics.ts";
import type { Overload } from "../overload/overload.ts";
import { viewerOf } from "../viewer-of-request.ts";
import { createExecutor } from "./create-executor.ts";
import type { EngineName } from "./executor.ts";
import { serveGraphql } from "./graphql-endpoint.ts";
import type { RequestContext } from "./request-context.ts";
import { ServedSupergraph } from "./served-supergraph.ts";

export interface GraphOptions {
  readonly supergraphSdl: string;
  readonly engine: EngineName;
  readonly planner: PlannerName;
  readonly limits: Limits;
  /** Whether the developer's pages are served. */
  readonly explorer: boolean;
  readonly transport: SubgraphTransport<RequestContext>;
  readonly subgraphStates: () => readonly SubgraphState[];
  /** Null where callers are not told apart. */
  readonly budget: ClientBudget | null;
  readonly overload: Overload;
  readonly isStopping: () => boolean;
  /** As in `ServedSupergraphOptions`. */
  readonly beforeSwitch?: (supergraphSdl: string) => void;
  readonly metrics: GatewayMetrics;
  readonly log: Logger;
}

/** The graph as it is served. */
export interface Graph {
  replace(supergraphSdl: string): Promise<void>;
  /** Something was changed past the graph: nobody is given what was read before. */
  renew(): void;
  stop(): Promise<void>;
}

/** Serves the graph and the developer's pages on an HTTP server that knows who is calling. */
export async function serveGraph(app: FastifyInstance, options: GraphOptions): Promise<Graph> {
  const { limits, metrics, log, transport, engine, planner, budget, overload } = options;
  const calls = new GraphqlCalls({ transport, log, observer: observeCalls(metrics) });
  const served = await ServedSupergraph.create(options.supergraphSdl, {
    limits,
    metrics,
    log,
    beforeSwitch: options.beforeSwitch,
    createExecutor: (supergraphSdl) =>
      createExecutor({ engine, planner, supergraphSdl, call: calls.call, metrics, log }),
  });
  metrics.watch(() => ({
    planCacheSize: served.current.executor.size,
    requestsInFlight: overload.running,
    subgraphs: options.subgraphStates(),
  }));
  serveGraphql(app, { served, limits, budget, overload, metrics, isStopping: options.isStopping });
  if (options.explorer) {
    serveExplorer(app, {
      bodyLimit: limits.bodyBytes,
      plan: async (request) => {
        const { guard, executor } = served.current;
        const viewer = viewerOf(request);
        const leave = overload.enter();
        try {
          const checked = guard.check(request.body, viewer);
          await budget?.take(viewer, request.ip, checked.cost);
          return planTreeOf(await executor.plan(checked));
        } finally {
          leave();
        }
      },
    });
  }
  return {
    replace: (sdl) => served.replace(sdl),
    renew: () => {
      served.current.inFlight.renew();
      calls.renew();
    },
    stop: async () => {
      await served.stop();
      overload.stop();
      await transport.close();
    },
  };
}

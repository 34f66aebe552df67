import type { Logger } from "@gongjian/shared/log";
import { Engine } from "../engine/engine.ts";
import type { PlannerName } from "../engine/planning/planner.ts";
import type { CallSubgraph } from "../engine/subgraph-call.ts";
import type { GatewayMetrics } from "../observability/gateway-metrics.ts";
import type { EngineName, Executor } from "./executor.ts";
import { OwnExecutor } from "./own-executor.ts";
import type { RequestContext } from "./request-context.ts";

export interface ExecutorOptions {
  readonly engine: EngineName;
  readonly planner: PlannerName;
  readonly supergraphSdl: string;
  readonly call: CallSubgraph<RequestContext>;
  readonly metrics: GatewayMetrics;
  readonly log: Logger;
}

/** @throws where the supergraph is none that the engine understands */
export async function createExecutor({ engine, ...options }: ExecutorOptions): Promise<Executor> {
  if (engine === "gongjian") return OwnExecutor.create(options);
  // Some fifty megabytes that nobody else needs.
  const { ApolloExecutor } = await import("../apollo/apollo-executor.ts");
  if (engine === "apollo") {
    const { createApolloGateway } = await import("../apollo/apollo-gateway.ts");
    return ApolloExecutor.create(createApolloGateway(options), options.log);
  }
  const { engineGateway } = await import("../apollo/engine-gateway.ts");
  const ours = await Engine.create(options);
  return ApolloExecutor.create(engineGateway(ours, options.supergraphSdl), options.log);
}

import type { Logger } from "@gongjian/shared/log";
import { ApolloExecutor } from "../apollo/apollo-executor.ts";
import { createApolloGateway } from "../apollo/apollo-gateway.ts";
import { engineGateway } from "../apollo/engine-gateway.ts";
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
  switch (engine) {
    case "gongjian":
      return OwnExecutor.create(options);
    case "gongjian-apollo-server":
      return ApolloExecutor.create(
        engineGateway(await Engine.create(options), options.supergraphSdl),
        options.log,
      );
    case "apollo":
      return ApolloExecutor.create(createApolloGateway(options), options.log);
  }
}

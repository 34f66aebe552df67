import { ApolloGateway } from "@apollo/gateway";
import type { ApolloServerOptionsWithGateway } from "@apollo/server";
import type { Logger } from "@gongjian/shared/log";
import type { CallSubgraph } from "../engine/subgraph-call.ts";
import type { RequestContext } from "../graphql/request-context.ts";
import { SubgraphDataSource } from "./subgraph-data-source.ts";

/** What Apollo Server takes as its `gateway`. */
export type GatewayInterface = ApolloServerOptionsWithGateway<RequestContext>["gateway"];

export interface ApolloGatewayOptions {
  readonly supergraphSdl: string;
  readonly call: CallSubgraph<RequestContext>;
  readonly log: Logger;
}

/** Apollo's own engine, for comparison and as another way when ours should fail somebody. */
export function createApolloGateway({ supergraphSdl, call, log }: ApolloGatewayOptions): GatewayInterface {
  // The engine reports its use to its maker unless told not to, when it is constructed.
  process.env.APOLLO_TELEMETRY_DISABLED = "1";
  return new ApolloGateway({
    supergraphSdl,
    logger: log.child({}, { level: "warn" }),
    // Otherwise anyone who asks is shown the query plan.
    __exposeQueryPlanExperimental: false,
    buildService: ({ name }) => new SubgraphDataSource(name, call),
  });
}

import { ApolloGateway } from "@apollo/gateway";
import type { ApolloServerOptionsWithGateway, BaseContext } from "@apollo/server";
import { SUBGRAPHS, type SubgraphName } from "@gongjian/shared/contracts/lists";
import type { Logger } from "@gongjian/shared/log";
import type { SubgraphClient } from "./subgraph-client.ts";
import { SubgraphDataSource } from "./subgraph-data-source.ts";

/** What Apollo Server takes as its `gateway`. */
export type GatewayEngine = ApolloServerOptionsWithGateway<BaseContext>["gateway"];

export interface SupergraphGatewayOptions {
  readonly supergraphSdl: string;
  readonly subgraphs: Readonly<Record<SubgraphName, SubgraphClient>>;
  readonly log: Logger;
}

/**
 * Plans and executes operations over the supergraph. It is the only place that knows which engine
 * that is, so that another one can take its place.
 */
export function createGateway({ supergraphSdl, subgraphs, log }: SupergraphGatewayOptions): GatewayEngine {
  // The engine reports its use to its maker unless told not to, when it is constructed.
  process.env.APOLLO_TELEMETRY_DISABLED = "1";
  return new ApolloGateway({
    supergraphSdl,
    logger: log.child({}, { level: "warn" }),
    // Otherwise anyone who asks is shown the query plan.
    __exposeQueryPlanExperimental: false,
    buildService: ({ name }) => new SubgraphDataSource(clientOf(subgraphs, name), log),
  });
}

function clientOf(subgraphs: SupergraphGatewayOptions["subgraphs"], name: string): SubgraphClient {
  const known = SUBGRAPHS.find((subgraph) => subgraph === name);
  if (known === undefined) throw new Error(`The supergraph names a subgraph that is not known: ${name}.`);
  return subgraphs[known];
}

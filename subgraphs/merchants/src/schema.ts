import { buildSubgraph } from "@gongjian/shared/subgraph/subgraph-schema";
import type { GraphQLSchema } from "graphql";
import { AreaResolver } from "./area/area.resolver.ts";
import type { Context } from "./context.ts";
import { MerchantResolver } from "./merchant/merchant.resolver.ts";
import { MerchantOfferResolver } from "./offer/offer.resolver.ts";
import { OrganisationResolver } from "./organisation/organisation.resolver.ts";
import { RoadBranchResolver } from "./road-branch/road-branch.resolver.ts";

interface ById {
  readonly id: string;
}

/** The schema, and how a key from another subgraph becomes our object. */
export function buildMerchantsSchema(): Promise<GraphQLSchema> {
  return buildSubgraph(
    [MerchantResolver, RoadBranchResolver, MerchantOfferResolver, AreaResolver, OrganisationResolver],
    {
      Merchant: ({ id }: ById, { merchantLoader }: Context) => merchantLoader.load(id),
      RoadBranch: ({ id }: ById, { roadBranchLoader }: Context) => roadBranchLoader.load(id),
      MerchantOffer: ({ id }: ById, { merchantOfferLoader }: Context) => merchantOfferLoader.load(id),
      Area: ({ code }: { code: string }) => ({ code }),
      Organisation: ({ id }: ById) => ({ id }),
    },
  );
}

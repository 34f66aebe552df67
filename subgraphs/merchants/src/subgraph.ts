import type { SubgraphDefinition } from "@gongjian/shared/subgraph/define-subgraph";
import { createContext, type Context } from "./context.ts";
import { dataSourceOptions } from "./data-source.ts";
import { merchantEventHandlers } from "./merchant/link-organisations.ts";
import { merchantList } from "./merchant/merchant.list.ts";
import { offerList } from "./offer/offer.list.ts";
import { buildMerchantsSchema } from "./schema.ts";

export const merchants: SubgraphDefinition<Context> = {
  name: "merchants",
  dataSource: dataSourceOptions,
  buildSchema: buildMerchantsSchema,
  createContext,
  eventHandlers: merchantEventHandlers,
  lists: [merchantList, offerList],
};

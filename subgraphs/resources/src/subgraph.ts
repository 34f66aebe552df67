import { unitCopyHandlers } from "@gongjian/shared/database/unit-copy";
import type { SubgraphDefinition } from "@gongjian/shared/subgraph/define-subgraph";
import { createContext, type Context } from "./context.ts";
import { dataSourceOptions } from "./data-source.ts";
import { supplyEventHandlers } from "./matching/supply-events.ts";
import { publishedLists } from "./publishing/published-lists.ts";
import { buildResourcesSchema } from "./schema.ts";

export const resources: SubgraphDefinition<Context> = {
  name: "resources",
  dataSource: dataSourceOptions,
  buildSchema: buildResourcesSchema,
  createContext,
  eventHandlers: { ...unitCopyHandlers, ...supplyEventHandlers },
  lists: publishedLists,
};

import { unitCopyHandlers } from "@gongjian/shared/database/unit-copy";
import type { SubgraphDefinition } from "@gongjian/shared/subgraph/define-subgraph";
import { createContext, type Context } from "./context.ts";
import { dataSourceOptions } from "./data-source.ts";
import { buildVolunteersSchema } from "./schema.ts";
import { servicesList } from "./service/service.list.ts";
import { teamsList } from "./team/team.list.ts";

export const volunteers: SubgraphDefinition<Context> = {
  name: "volunteers",
  dataSource: dataSourceOptions,
  buildSchema: buildVolunteersSchema,
  createContext,
  eventHandlers: unitCopyHandlers,
  lists: [teamsList, servicesList],
};

import { pruneRequestKeys } from "@gongjian/shared/request-key";
import type { SubgraphDefinition } from "@gongjian/shared/subgraph/define-subgraph";
import { apiKeyLookup } from "./api-key/api-key-lookup.ts";
import { areaList } from "./area/area-list.ts";
import { createContext, type Context } from "./context.ts";
import { dataSourceOptions } from "./data-source.ts";
import { recordPublications } from "./filing-round/record-publications.ts";
import { remindDaily } from "./filing-round/remind-daily.ts";
import { unitList } from "./organisation/unit-list.ts";
import { buildOrganisationsSchema } from "./schema.ts";

/** The subgraph of areas, units, committees with their filing rounds, and the units' API keys. */
export const organisations: SubgraphDefinition<Context> = {
  name: "organisations",
  dataSource: dataSourceOptions,
  buildSchema: buildOrganisationsSchema,
  createContext,
  lists: [areaList, unitList],
  routes: [apiKeyLookup],
  eventHandlers: { "list.published": recordPublications },
  async daily(scope) {
    await pruneRequestKeys(scope.db, scope.clock.now());
    await remindDaily(scope);
  },
};

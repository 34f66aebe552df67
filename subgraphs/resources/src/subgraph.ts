import { unitCopyHandlers } from "@gongjian/shared/database/unit-copy";
import { pruneRequestKeys } from "@gongjian/shared/request-key";
import type { SubgraphDefinition } from "@gongjian/shared/subgraph/define-subgraph";
import { createContext, type Context } from "./context.ts";
import { dataSourceOptions } from "./data-source.ts";
import { giveNotices } from "./freshness/give-notices.ts";
import { requestRelearning } from "./matching/relearning/request-relearning.ts";
import { supplyEventHandlers } from "./matching/supply-events.ts";
import { exportList } from "./export/export-list.ts";
import { prunePlans } from "./plan/prune-plans.ts";
import { publishedLists } from "./publishing/published-lists.ts";
import { pruneContactRevisions } from "./revision/contact-revision.ts";
import { compareRevisions, listRevisions, revertRevision, showRevision } from "./revision/revision-routes.ts";
import { buildResourcesSchema } from "./schema.ts";

export const resources: SubgraphDefinition<Context> = {
  name: "resources",
  dataSource: dataSourceOptions,
  buildSchema: buildResourcesSchema,
  createContext,
  eventHandlers: { ...unitCopyHandlers, ...supplyEventHandlers },
  workModule: require.resolve("./long-work"),
  started: ({ db }) => requestRelearning(db),
  daily: async ({ db, clock }) => {
    await giveNotices({ db, clock });
    await pruneRequestKeys(db, clock.now());
    await pruneContactRevisions(db);
    await prunePlans(db, clock.now());
    await requestRelearning(db);
  },
  lists: publishedLists,
  listAccess: {
    export: exportList,
    revisions: listRevisions,
    revision: showRevision,
    compare: compareRevisions,
    revert: revertRevision,
  },
  listsModule: require.resolve("./publishing/published-lists"),
};

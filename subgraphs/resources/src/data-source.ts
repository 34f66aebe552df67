import { AreaRow, UnitRow } from "@gongjian/shared/database/unit-copy";
import { InboxRow } from "@gongjian/shared/events/inbox";
import { importRows } from "@gongjian/shared/import/import-tables.row";
import type { SubgraphDataSource } from "@gongjian/shared/database/open-database";
import { MatchPolicyRow } from "./matching/match-policy.row.ts";
import { SupplyRow } from "./matching/supply.row.ts";
import { CreateLists1764000000000 } from "./migrations/1764000000000-create-lists.ts";
import { CreateSupply1764100000000 } from "./migrations/1764100000000-create-supply.ts";
import { NeedRow } from "./need/need.row.ts";
import { ContactAccessRow } from "./resource/contact-access.row.ts";
import { ResourceContactRow } from "./resource/resource-contact.row.ts";
import { ResourceRow } from "./resource/resource.row.ts";

export const dataSourceOptions: SubgraphDataSource = {
  type: "postgres",
  entities: [
    InboxRow,
    UnitRow,
    AreaRow,
    ...importRows,
    ResourceRow,
    ResourceContactRow,
    ContactAccessRow,
    NeedRow,
    SupplyRow,
    MatchPolicyRow,
  ],
  migrations: [CreateLists1764000000000, CreateSupply1764100000000],
  migrationsTransactionMode: "each",
};

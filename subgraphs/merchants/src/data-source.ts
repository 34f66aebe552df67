import type { SubgraphDataSource } from "@gongjian/shared/database/open-database";
import { AreaRow, UnitRow } from "@gongjian/shared/database/unit-copy";
import { InboxRow } from "@gongjian/shared/events/inbox";
import { importRows } from "@gongjian/shared/import/import-tables.row";
import { MerchantContactRow } from "./merchant/merchant-contact.row.ts";
import { MerchantRow } from "./merchant/merchant.row.ts";
import { CreateFoundation1764000000000 } from "./migrations/1764000000000-create-foundation.ts";
import { CreateMerchant1764000001000 } from "./migrations/1764000001000-create-merchant.ts";
import { CreateMerchantOffer1764000002000 } from "./migrations/1764000002000-create-merchant-offer.ts";
import { RecordRevisions1768000000000 } from "./migrations/1768000000000-record-revisions.ts";
import { MerchantOfferRow } from "./offer/offer.row.ts";
import { RoadBranchRow } from "./road-branch/road-branch.row.ts";

export const dataSourceOptions = {
  type: "postgres",
  entities: [
    InboxRow,
    UnitRow,
    AreaRow,
    ...importRows,
    MerchantRow,
    MerchantContactRow,
    RoadBranchRow,
    MerchantOfferRow,
  ],
  migrations: [
    CreateFoundation1764000000000,
    CreateMerchant1764000001000,
    CreateMerchantOffer1764000002000,
    RecordRevisions1768000000000,
  ],
  migrationsTransactionMode: "each",
} satisfies SubgraphDataSource;

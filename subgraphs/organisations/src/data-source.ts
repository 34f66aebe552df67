import type { SubgraphDataSource } from "@gongjian/shared/database/open-database";
import { InboxRow } from "@gongjian/shared/events/inbox";
import { importRows } from "@gongjian/shared/import/import-tables.row";
import { RequestKeyRow } from "@gongjian/shared/request-key";
import { ApiKeyRow } from "./api-key/api-key.row.ts";
import { AreaRow } from "./area/area.row.ts";
import { CommitteeRow } from "./committee/committee.row.ts";
import { SeatRow } from "./committee/seat.row.ts";
import { FilingReminderRow } from "./filing-round/filing-reminder.row.ts";
import { FilingRoundRow } from "./filing-round/filing-round.row.ts";
import { ListFilingRow } from "./filing-round/list-filing.row.ts";
import { ListPublicationRow } from "./filing-round/list-publication.row.ts";
import { CreateArea1765000000000 } from "./migrations/1765000000000-create-area.ts";
import { CreateOrganisation1765000000001 } from "./migrations/1765000000001-create-organisation.ts";
import { CreateCommittee1765000000002 } from "./migrations/1765000000002-create-committee.ts";
import { CreateApiKey1765000000003 } from "./migrations/1765000000003-create-api-key.ts";
import { CreateImportTables1765000000004 } from "./migrations/1765000000004-create-import-tables.ts";
import { CreateFilingRound1767000000000 } from "./migrations/1767000000000-create-filing-round.ts";
import { RotateApiKeys1767000000001 } from "./migrations/1767000000001-rotate-api-keys.ts";
import { RecordRevisions1768000000000 } from "./migrations/1768000000000-record-revisions.ts";
import { OrganisationContactRow } from "./organisation/organisation-contact.row.ts";
import { OrganisationRow } from "./organisation/organisation.row.ts";

export const dataSourceOptions = {
  type: "postgres",
  entities: [
    AreaRow,
    OrganisationRow,
    OrganisationContactRow,
    CommitteeRow,
    SeatRow,
    ApiKeyRow,
    FilingRoundRow,
    ListFilingRow,
    ListPublicationRow,
    FilingReminderRow,
    RequestKeyRow,
    InboxRow,
    ...importRows,
  ],
  migrations: [
    CreateArea1765000000000,
    CreateOrganisation1765000000001,
    CreateCommittee1765000000002,
    CreateApiKey1765000000003,
    CreateImportTables1765000000004,
    CreateFilingRound1767000000000,
    RotateApiKeys1767000000001,
    RecordRevisions1768000000000,
  ],
  migrationsTransactionMode: "each",
} satisfies SubgraphDataSource;

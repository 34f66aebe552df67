import { AreaRow, UnitRow } from "@gongjian/shared/database/unit-copy";
import type { SubgraphDataSource } from "@gongjian/shared/database/open-database";
import { InboxRow } from "@gongjian/shared/events/inbox";
import { importRows } from "@gongjian/shared/import/import-tables.row";
import { CreateCopies1764000100000 } from "./migrations/1764000100000-create-copies.ts";
import { CreateVolunteer1764000200000 } from "./migrations/1764000200000-create-volunteer.ts";
import { CreateTeam1764000300000 } from "./migrations/1764000300000-create-team.ts";
import { CreateVolunteerService1764000400000 } from "./migrations/1764000400000-create-volunteer-service.ts";
import { CreateTimeAccount1764000500000 } from "./migrations/1764000500000-create-time-account.ts";
import { RecordRevisions1768000000000 } from "./migrations/1768000000000-record-revisions.ts";
import { VolunteerServiceRow } from "./service/service.row.ts";
import { TeamContactRow, TeamMembershipRow, TeamRow } from "./team/team.row.ts";
import { TimeAccountRow } from "./time-account/time-account.row.ts";
import { TimeMovementRow, TimeTransferRow } from "./time-account/time-transfer.row.ts";
import { VolunteerContactRow, VolunteerRow } from "./volunteer/volunteer.row.ts";

export const dataSourceOptions: SubgraphDataSource = {
  type: "postgres",
  entities: [
    AreaRow,
    UnitRow,
    InboxRow,
    ...importRows,
    VolunteerRow,
    VolunteerContactRow,
    TeamRow,
    TeamContactRow,
    TeamMembershipRow,
    VolunteerServiceRow,
    TimeAccountRow,
    TimeTransferRow,
    TimeMovementRow,
  ],
  migrations: [
    CreateCopies1764000100000,
    CreateVolunteer1764000200000,
    CreateTeam1764000300000,
    CreateVolunteerService1764000400000,
    CreateTimeAccount1764000500000,
    RecordRevisions1768000000000,
  ],
  migrationsTransactionMode: "each",
};

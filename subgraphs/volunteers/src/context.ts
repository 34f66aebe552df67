import type { PageLoader } from "@gongjian/shared/page-loader";
import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import { may } from "@gongjian/shared/viewer";
import type DataLoader from "dataloader";
import {
  createServiceLoader,
  createServicesOfTeamLoader,
  type VolunteerServiceLoader,
} from "./service/service.loader.ts";
import type { VolunteerServiceRow } from "./service/service.row.ts";
import { ServiceDesk } from "./service/service.service.ts";
import {
  createMemberCountLoader,
  createTeamLoader,
  createTeamsOfAreaLoader,
  createTeamsOfUnitLoader,
  createTeamsOfVolunteerLoader,
  type TeamLoader,
  type TeamsLoader,
} from "./team/team.loader.ts";
import type { TeamRow } from "./team/team.row.ts";
import { TeamService } from "./team/team.service.ts";
import {
  createAccountLoader,
  createAccountOfOwnerLoader,
  createStatementLoader,
  type StatementRow,
  type TimeAccountLoader,
} from "./time-account/time-account.loader.ts";
import { TimeAccountService } from "./time-account/time-account.service.ts";
import { createVolunteerLoader, type VolunteerLoader } from "./volunteer/volunteer.loader.ts";
import { VolunteerService } from "./volunteer/volunteer.service.ts";

export interface Context {
  readonly volunteers: VolunteerService;
  readonly teams: TeamService;
  readonly serviceDesk: ServiceDesk;
  readonly timeAccounts: TimeAccountService;

  readonly volunteer: VolunteerLoader;
  readonly team: TeamLoader;
  readonly teamsOfUnit: PageLoader<TeamRow>;
  readonly teamsOfArea: PageLoader<TeamRow>;
  readonly teamsOfVolunteer: TeamsLoader;
  readonly memberCount: DataLoader<string, number>;
  readonly service: VolunteerServiceLoader;
  readonly servicesOfTeam: PageLoader<VolunteerServiceRow>;
  readonly timeAccount: TimeAccountLoader;
  readonly accountOfOwner: TimeAccountLoader;
  readonly statement: PageLoader<StatementRow>;

  /** Whether the viewer is shown masked contacts and small counts. */
  readonly maySeeContacts: boolean;
}

/** The composition root: everything a resolver may touch, made afresh for every request. */
export function createContext(scope: RequestScope): Context {
  const { db, viewer } = scope;
  return {
    volunteers: new VolunteerService(scope),
    teams: new TeamService(scope),
    serviceDesk: new ServiceDesk(scope),
    timeAccounts: new TimeAccountService(scope),

    volunteer: createVolunteerLoader(db, viewer),
    team: createTeamLoader(db),
    teamsOfUnit: createTeamsOfUnitLoader(db),
    teamsOfArea: createTeamsOfAreaLoader(db),
    teamsOfVolunteer: createTeamsOfVolunteerLoader(db),
    memberCount: createMemberCountLoader(db),
    service: createServiceLoader(db),
    servicesOfTeam: createServicesOfTeamLoader(db),
    timeAccount: createAccountLoader(db, viewer),
    accountOfOwner: createAccountOfOwnerLoader(db, viewer),
    statement: createStatementLoader(db),

    maySeeContacts: may(viewer, "contact.readMasked"),
  };
}

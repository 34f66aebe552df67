import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import type { Viewer } from "@gongjian/shared/viewer";
import { ApiKeyService } from "./api-key/api-key.service.ts";
import {
  createAreaChildrenLoader,
  createAreaLoader,
  type AreaChildrenLoader,
  type AreaLoader,
} from "./area/area.loader.ts";
import { AreaService } from "./area/area.service.ts";
import { createCommitteeLoader, type CommitteeLoader } from "./committee/committee.loader.ts";
import { CommitteeService } from "./committee/committee.service.ts";
import { createSeatsLoader, type SeatsLoader } from "./committee/seat.loader.ts";
import { SeatService } from "./committee/seat.service.ts";
import { FilingRoundService } from "./filing-round/filing-round.service.ts";
import { FilingService } from "./filing-round/filing.service.ts";
import { ReminderService } from "./filing-round/reminder.service.ts";
import {
  createOrganisationByUsccLoader,
  createOrganisationLoader,
  type OrganisationLoader,
} from "./organisation/organisation.loader.ts";
import { OrganisationService } from "./organisation/organisation.service.ts";

export interface Context {
  readonly viewer: Viewer;
  readonly areas: AreaService;
  readonly organisations: OrganisationService;
  readonly committees: CommitteeService;
  readonly seats: SeatService;
  readonly apiKeys: ApiKeyService;
  readonly filingRounds: FilingRoundService;
  readonly filings: FilingService;
  readonly reminders: ReminderService;
  readonly areaLoader: AreaLoader;
  readonly areaChildrenLoader: AreaChildrenLoader;
  readonly organisationLoader: OrganisationLoader;
  readonly committeeLoader: CommitteeLoader;
  readonly openSeatsLoader: SeatsLoader;
  readonly allSeatsLoader: SeatsLoader;
}

/** The composition root: everything a resolver may touch, made afresh for every request. */
export function createContext(scope: RequestScope): Context {
  const { db, viewer } = scope;
  const organisationLoader = createOrganisationLoader(db);
  return {
    viewer,
    areas: new AreaService(scope),
    organisations: new OrganisationService(scope, {
      byId: organisationLoader,
      byUscc: createOrganisationByUsccLoader(db),
    }),
    committees: new CommitteeService(scope),
    seats: new SeatService(scope),
    apiKeys: new ApiKeyService(scope),
    filingRounds: new FilingRoundService(scope),
    filings: new FilingService(scope),
    reminders: new ReminderService(scope),
    areaLoader: createAreaLoader(db),
    areaChildrenLoader: createAreaChildrenLoader(db),
    organisationLoader,
    committeeLoader: createCommitteeLoader(db),
    openSeatsLoader: createSeatsLoader(db, "open"),
    allSeatsLoader: createSeatsLoader(db, "every"),
  };
}

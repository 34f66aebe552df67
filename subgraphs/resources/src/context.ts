import type { Clock } from "@gongjian/shared/clock";
import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import type { Viewer } from "@gongjian/shared/viewer";
import { ListMappingService } from "./mapping/list-mapping.service.ts";
import { DuplicateService } from "./merging/duplicate.service.ts";
import { createMergerLoader, type MergerLoader } from "./merging/merger.loader.ts";
import { MergingService } from "./merging/merging.service.ts";
import { CandidateService } from "./matching/candidate.service.ts";
import { createMatchLoader } from "./matching/match.loader.ts";
import { MatchPolicyService } from "./matching/policy/match-policy.service.ts";
import { UnmetService } from "./unmet/unmet.service.ts";
import {
  createNeedsOfCommitteeLoader,
  createProjectsOfCommitteeLoader,
  createResourcesOfCommitteeLoader,
} from "./committee/committee.loader.ts";
import { ConfirmationService } from "./freshness/confirmation.service.ts";
import {
  createNeedFreshnessLoader,
  createResourceFreshnessLoader,
  type FreshnessLoader,
} from "./freshness/freshness.loader.ts";
import { ListingNoticeService } from "./freshness/listing-notice.service.ts";
import {
  createCommitmentsLoader,
  createProjectLoader,
  createProjectsOfAreaLoader,
  createProjectsOfUnitLoader,
  createWithdrawalsLoader,
  type CommitmentView,
  type LinesOfProject,
  type ProjectLoader,
  type ProjectsOf,
  type WithdrawalView,
} from "./project/project.loader.ts";
import { ProjectService } from "./project/project.service.ts";
import {
  createNeedResidualLoader,
  createResourceResidualLoader,
  type ResidualLoader,
} from "./project/residual.loader.ts";
import {
  createNeedLoader,
  createNeedsOfAreaLoader,
  createNeedsOfUnitLoader,
  type NeedLoader,
  type NeedsOf,
} from "./need/need.loader.ts";
import {
  createPlanLinesLoader,
  createPlanLoadsLoader,
  createPlanUnservedLoader,
} from "./plan/match-plan.loader.ts";
import { MatchPlanService } from "./plan/match-plan.service.ts";
import { NeedService } from "./need/need.service.ts";
import { PublishingService } from "./publishing/publishing.service.ts";
import { ContactService } from "./resource/contact.service.ts";
import {
  createResourceLoader,
  createResourcesOfAreaLoader,
  createResourcesOfUnitLoader,
  type ResourceLoader,
  type ResourcesOf,
} from "./resource/resource.loader.ts";
import { ResourceService } from "./resource/resource.service.ts";
import { createChangesLoader, type ChangesLoader } from "./revision/change.loader.ts";
import { createPublicationLoader, type PublicationLoader } from "./revision/publication.loader.ts";
import { PublicationService } from "./revision/publication.service.ts";
import { RevertService } from "./revision/revert.service.ts";

export interface Context {
  readonly viewer: Viewer;
  readonly clock: Clock;
  readonly resources: ResourceService;
  readonly contacts: ContactService;
  readonly needs: NeedService;
  readonly publishing: PublishingService;
  readonly listMappings: ListMappingService;
  readonly publications: PublicationService;
  readonly reverts: RevertService;
  readonly candidates: CandidateService;
  readonly matchPolicies: MatchPolicyService;
  readonly unmet: UnmetService;
  readonly duplicates: DuplicateService;
  readonly merging: MergingService;
  readonly mergerLoader: MergerLoader;
  readonly publicationLoader: PublicationLoader;
  readonly changesLoader: ChangesLoader;
  readonly projects: ProjectService;
  readonly confirmations: ConfirmationService;
  readonly listingNotices: ListingNoticeService;
  readonly resourceLoader: ResourceLoader;
  readonly resourcesOfUnitLoader: ResourcesOf;
  readonly resourcesOfAreaLoader: ResourcesOf;
  readonly needLoader: NeedLoader;
  readonly needsOfUnitLoader: NeedsOf;
  readonly needsOfAreaLoader: NeedsOf;
  readonly projectLoader: ProjectLoader;
  readonly projectsOfUnitLoader: ProjectsOf;
  readonly projectsOfAreaLoader: ProjectsOf;
  readonly commitmentsOfProjectLoader: LinesOfProject<CommitmentView>;
  readonly withdrawalsOfProjectLoader: LinesOfProject<WithdrawalView>;
  readonly resourceResidualLoader: ResidualLoader;
  readonly needResidualLoader: ResidualLoader;
  readonly resourceFreshnessLoader: FreshnessLoader;
  readonly needFreshnessLoader: FreshnessLoader;
  readonly resourcesOfCommitteeLoader: ResourcesOf;
  readonly needsOfCommitteeLoader: NeedsOf;
  readonly projectsOfCommitteeLoader: ProjectsOf;
  readonly matchPlans: MatchPlanService;
  readonly planLinesLoader: ReturnType<typeof createPlanLinesLoader>;
  readonly planUnservedLoader: ReturnType<typeof createPlanUnservedLoader>;
  readonly planLoadsLoader: ReturnType<typeof createPlanLoadsLoader>;
}

/** The composition root: everything a resolver may touch, made afresh for every request. */
export function createContext({ db, viewer, clock }: RequestScope): Context {
  return {
    viewer,
    clock,
    resources: new ResourceService(db, viewer, clock),
    contacts: new ContactService(db, viewer, clock),
    needs: new NeedService(db, viewer, clock),
    publishing: new PublishingService(db, viewer, clock),
    listMappings: new ListMappingService(db, viewer, clock),
    publications: new PublicationService(db, viewer),
    reverts: new RevertService(db, viewer, clock),
    candidates: new CandidateService(viewer, createMatchLoader(db, clock)),
    matchPolicies: new MatchPolicyService(db, viewer, clock),
    unmet: new UnmetService(db, viewer, clock),
    duplicates: new DuplicateService(db, viewer, clock),
    merging: new MergingService(db, viewer, clock),
    mergerLoader: createMergerLoader(db),
    publicationLoader: createPublicationLoader(db, viewer),
    changesLoader: createChangesLoader(db, viewer),
    projects: new ProjectService(db, viewer, clock),
    confirmations: new ConfirmationService(db, viewer, clock),
    listingNotices: new ListingNoticeService(db, viewer, clock),
    resourceLoader: createResourceLoader(db, viewer),
    resourcesOfUnitLoader: createResourcesOfUnitLoader(db),
    resourcesOfAreaLoader: createResourcesOfAreaLoader(db),
    needLoader: createNeedLoader(db, viewer),
    needsOfUnitLoader: createNeedsOfUnitLoader(db),
    needsOfAreaLoader: createNeedsOfAreaLoader(db),
    projectLoader: createProjectLoader(db, viewer),
    projectsOfUnitLoader: createProjectsOfUnitLoader(db),
    projectsOfAreaLoader: createProjectsOfAreaLoader(db),
    commitmentsOfProjectLoader: createCommitmentsLoader(db),
    withdrawalsOfProjectLoader: createWithdrawalsLoader(db),
    resourceResidualLoader: createResourceResidualLoader(db),
    needResidualLoader: createNeedResidualLoader(db),
    resourceFreshnessLoader: createResourceFreshnessLoader(db, clock),
    needFreshnessLoader: createNeedFreshnessLoader(db, clock),
    resourcesOfCommitteeLoader: createResourcesOfCommitteeLoader(db),
    needsOfCommitteeLoader: createNeedsOfCommitteeLoader(db),
    projectsOfCommitteeLoader: createProjectsOfCommitteeLoader(db),
    matchPlans: new MatchPlanService(db, viewer, clock),
    planLinesLoader: createPlanLinesLoader(db),
    planUnservedLoader: createPlanUnservedLoader(db),
    planLoadsLoader: createPlanLoadsLoader(db),
  };
}

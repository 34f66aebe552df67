import { category } from "@gongjian/shared/contracts/categories";
import { buildSubgraph } from "@gongjian/shared/subgraph/subgraph-schema";
import type { GraphQLSchema } from "graphql";
import { AreaResolver } from "./area/area.resolver.ts";
import { CategoryResolver } from "./category/category.resolver.ts";
import type { Context } from "./context.ts";
import { ListMappingResolver } from "./mapping/list-mapping.resolver.ts";
import {
  CandidateResolver,
  NeedCandidatesResolver,
  ResourceCandidatesResolver,
  WhyNotResolver,
} from "./matching/candidate.resolver.ts";
import {
  BundlePartResolver,
  BundleResolver,
  NeedMatchingResolver,
} from "./matching/need-matching.resolver.ts";
import {
  CommitteeUnmetResolver,
  SuggestedUnitResolver,
  UnmetNeedResolver,
  UnmetNeedsResolver,
  UnmetReasonResolver,
} from "./unmet/unmet.resolver.ts";
import { MatchPolicyResolver } from "./matching/policy/match-policy.resolver.ts";
import {
  MatchPolicyChangeResolver,
  MatchPolicyPreviewResolver,
} from "./matching/policy/policy-preview.resolver.ts";
import { CommitteeStub } from "./committee/committee.stub.ts";
import { CommitteeResolver } from "./committee/committee.resolver.ts";
import { NeedFreshnessResolver, ResourceFreshnessResolver } from "./freshness/freshness.resolver.ts";
import { ListingNoticeResolver } from "./freshness/listing-notice.resolver.ts";
import {
  DuplicateNeedsResolver,
  NeedDuplicateResolver,
  NeedDuplicatesResolver,
} from "./merging/duplicate.resolver.ts";
import {
  MergedNeedChildResolver,
  MergedNeedResolver,
  NeedMergerResolver,
} from "./merging/merger.resolver.ts";
import {
  NeedResidualResolver,
  ProjectCommitmentResolver,
  ResourceResidualResolver,
} from "./project/project-commitment.resolver.ts";
import { ProjectResolver, ProjectWithdrawalResolver } from "./project/project.resolver.ts";
import { NeedResolver } from "./need/need.resolver.ts";
import {
  CommitteePlansResolver,
  MatchPlanLineResolver,
  MatchPlanLoadResolver,
  MatchPlanUnservedResolver,
} from "./plan/match-plan-parts.resolver.ts";
import { MatchPlanResolver } from "./plan/match-plan.resolver.ts";
import { OrganisationResolver } from "./organisation/organisation.resolver.ts";
import { PublishingResolver } from "./publishing/publishing.resolver.ts";
import { ResourceResolver } from "./resource/resource.resolver.ts";
import { PublicationResolver, RevertPublicationSuccessResolver } from "./revision/publication.resolver.ts";

export function buildResourcesSchema(): Promise<GraphQLSchema> {
  return buildSubgraph(
    [
      CategoryResolver,
      ResourceResolver,
      NeedResolver,
      PublishingResolver,
      PublicationResolver,
      RevertPublicationSuccessResolver,
      ListMappingResolver,
      ProjectResolver,
      ProjectCommitmentResolver,
      ProjectWithdrawalResolver,
      ResourceResidualResolver,
      NeedResidualResolver,
      ResourceFreshnessResolver,
      NeedFreshnessResolver,
      ListingNoticeResolver,
      NeedDuplicatesResolver,
      NeedDuplicateResolver,
      DuplicateNeedsResolver,
      MergedNeedResolver,
      NeedMergerResolver,
      MergedNeedChildResolver,
      CommitteeResolver,
      OrganisationResolver,
      AreaResolver,
      NeedCandidatesResolver,
      NeedMatchingResolver,
      BundleResolver,
      BundlePartResolver,
      ResourceCandidatesResolver,
      CandidateResolver,
      WhyNotResolver,
      MatchPolicyResolver,
      MatchPolicyPreviewResolver,
      MatchPolicyChangeResolver,
      CommitteeUnmetResolver,
      UnmetNeedsResolver,
      UnmetReasonResolver,
      SuggestedUnitResolver,
      UnmetNeedResolver,
      MatchPlanResolver,
      MatchPlanLineResolver,
      MatchPlanUnservedResolver,
      MatchPlanLoadResolver,
      CommitteePlansResolver,
    ],
    {
      Category: ({ code }: { code: string }) => category(code),
      Resource: ({ id }: { id: string }, { resourceLoader }: Context) => resourceLoader.load(id),
      Need: ({ id }: { id: string }, { needLoader }: Context) => needLoader.load(id),
      Project: ({ id }: { id: string }, { projectLoader }: Context) => projectLoader.load(id),
      Committee: (committee: CommitteeStub) => committee,
      Organisation: ({ id }: { id: string }) => ({ id }),
      Area: ({ code }: { code: string }) => ({ code }),
    },
    [CommitteeStub],
  );
}

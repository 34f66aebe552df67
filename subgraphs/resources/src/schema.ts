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
import { CommitteeStub } from "./committee/committee.stub.ts";
import { CommitteeResolver } from "./committee/committee.resolver.ts";
import { NeedFreshnessResolver, ResourceFreshnessResolver } from "./freshness/freshness.resolver.ts";
import { ListingNoticeResolver } from "./freshness/listing-notice.resolver.ts";
import {
  NeedResidualResolver,
  ProjectCommitmentResolver,
  ResourceResidualResolver,
} from "./project/project-commitment.resolver.ts";
import { ProjectResolver, ProjectWithdrawalResolver } from "./project/project.resolver.ts";
import { NeedResolver } from "./need/need.resolver.ts";
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
      CommitteeResolver,
      OrganisationResolver,
      AreaResolver,
      NeedCandidatesResolver,
      ResourceCandidatesResolver,
      CandidateResolver,
      WhyNotResolver,
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

import { category } from "@gongjian/shared/contracts/categories";
import { buildSubgraph } from "@gongjian/shared/subgraph/subgraph-schema";
import type { GraphQLSchema } from "graphql";
import { AreaResolver } from "./area/area.resolver.ts";
import { CategoryResolver } from "./category/category.resolver.ts";
import type { Context } from "./context.ts";
import {
  CandidateResolver,
  NeedCandidatesResolver,
  ResourceCandidatesResolver,
  WhyNotResolver,
} from "./matching/candidate.resolver.ts";
import { NeedResolver } from "./need/need.resolver.ts";
import { OrganisationResolver } from "./organisation/organisation.resolver.ts";
import { PublishingResolver } from "./publishing/publishing.resolver.ts";
import { ResourceResolver } from "./resource/resource.resolver.ts";

export function buildResourcesSchema(): Promise<GraphQLSchema> {
  return buildSubgraph(
    [
      CategoryResolver,
      ResourceResolver,
      NeedResolver,
      PublishingResolver,
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
      Organisation: ({ id }: { id: string }) => ({ id }),
      Area: ({ code }: { code: string }) => ({ code }),
    },
  );
}

import { buildSubgraph } from "@gongjian/shared/subgraph/subgraph-schema";
import type { GraphQLSchema } from "graphql";
import { ApiKeyResolver, UnitApiKeyResolver } from "./api-key/api-key.resolver.ts";
import { AreaResolver } from "./area/area.resolver.ts";
import { CommitteeResolver } from "./committee/committee.resolver.ts";
import { SeatResolver } from "./committee/seat.resolver.ts";
import type { Context } from "./context.ts";
import { CommitteeFilingResolver, OrganisationFilingResolver } from "./filing-round/filing-links.resolver.ts";
import { FilingRoundResolver } from "./filing-round/filing-round.resolver.ts";
import { FilingResolver } from "./filing-round/filing.resolver.ts";
import { SilentUnitResolver } from "./filing-round/silent-unit.resolver.ts";
import { OrganisationResolver } from "./organisation/organisation.resolver.ts";

export function buildOrganisationsSchema(): Promise<GraphQLSchema> {
  return buildSubgraph(
    [
      AreaResolver,
      OrganisationResolver,
      CommitteeResolver,
      SeatResolver,
      ApiKeyResolver,
      UnitApiKeyResolver,
      FilingRoundResolver,
      FilingResolver,
      SilentUnitResolver,
      CommitteeFilingResolver,
      OrganisationFilingResolver,
    ],
    {
      Area: ({ code }: { code: string }, { areaLoader }: Context) => areaLoader.load(code),
      Organisation: ({ id }: { id: string }, { organisationLoader }: Context) => organisationLoader.load(id),
      Committee: ({ id }: { id: string }, { committeeLoader }: Context) => committeeLoader.load(id),
    },
  );
}

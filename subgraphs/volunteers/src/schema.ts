import { buildSubgraph } from "@gongjian/shared/subgraph/subgraph-schema";
import type { GraphQLSchema } from "graphql";
import { AreaResolver } from "./area/area.resolver.ts";
import type { Context } from "./context.ts";
import { OrganisationResolver } from "./organisation/organisation.resolver.ts";
import { VolunteerServiceResolver } from "./service/service.resolver.ts";
import { TeamResolver } from "./team/team.resolver.ts";
import { TimeAccountResolver } from "./time-account/time-account.resolver.ts";
import { VolunteerResolver } from "./volunteer/volunteer.resolver.ts";

interface Key {
  readonly id: string;
}

export function buildVolunteersSchema(): Promise<GraphQLSchema> {
  return buildSubgraph(
    [
      VolunteerResolver,
      TeamResolver,
      VolunteerServiceResolver,
      TimeAccountResolver,
      OrganisationResolver,
      AreaResolver,
    ],
    {
      Volunteer: ({ id }: Key, { volunteer }: Context) => volunteer.load(id),
      Team: ({ id }: Key, { team }: Context) => team.load(id),
      VolunteerService: ({ id }: Key, { service }: Context) => service.load(id),
      TimeAccount: ({ id }: Key, { timeAccount }: Context) => timeAccount.load(id),
      // Their owners know whether they exist; here the key is enough to look for what belongs to them.
      Organisation: ({ id }: Key) => ({ id }),
      Area: ({ code }: { readonly code: string }) => ({ code }),
    },
  );
}

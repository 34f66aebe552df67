import { PageArgs } from "@gongjian/shared/connection";
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import { Area } from "../area/area.type.ts";
import type { Context } from "../context.ts";
import { Organisation } from "../organisation/organisation.type.ts";
import type { CommitteeView } from "./committee.loader.ts";
import { Committee, CommitteeConnection, CommitteeFilter } from "./committee.type.ts";
import { SeatArgs, SeatConnection } from "./seat.type.ts";

@Resolver(() => Committee)
export class CommitteeResolver {
  @Query(() => Committee, { nullable: true, description: "按 id 取党委。A committee by its id." })
  committee(@Arg("id", () => ID) id: string, @Ctx() { committeeLoader }: Context): Promise<Committee | null> {
    return committeeLoader.load(id);
  }

  @Query(() => CommitteeConnection, { description: "党委，按成立先后。Committees in order of formation." })
  committees(
    @Arg("filter", () => CommitteeFilter, { nullable: true }) filter: CommitteeFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { committees }: Context,
  ): Promise<CommitteeConnection> {
    return committees.list(filter, page);
  }

  @FieldResolver(() => Area, { nullable: true, description: "所在区域。The area it is for." })
  area(@Root() { areaCode }: CommitteeView, @Ctx() { areaLoader }: Context): Promise<Area | null> {
    return areaLoader.load(areaCode);
  }

  @FieldResolver(() => Organisation, { nullable: true, description: "牵头单位。The unit that leads it." })
  leadOrganisation(
    @Root() { leadOrganisationId }: CommitteeView,
    @Ctx() { organisationLoader }: Context,
  ): Promise<Organisation | null> | null {
    return leadOrganisationId === null ? null : organisationLoader.load(leadOrganisationId);
  }

  @FieldResolver(() => SeatConnection, { description: "席位，按产生先后。Seats in order of creation." })
  seats(
    @Root() { id }: CommitteeView,
    @Args(() => SeatArgs) args: SeatArgs,
    @Ctx() { openSeatsLoader, allSeatsLoader }: Context,
  ): Promise<SeatConnection> {
    return (args.includeEnded ? allSeatsLoader : openSeatsLoader).load(id, args);
  }
}

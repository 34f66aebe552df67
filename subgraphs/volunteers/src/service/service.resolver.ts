import { PageArgs } from "@gongjian/shared/connection";
import { settle, type UserError } from "@gongjian/shared/user-error";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { AreaStub } from "../area/area.stub.ts";
import { CategoryStub } from "../category/category.stub.ts";
import type { Context } from "../context.ts";
import { Team } from "../team/team.type.ts";
import {
  OfferServiceInput,
  OfferServiceResult,
  WithdrawServiceInput,
  WithdrawServiceResult,
  type OfferServiceSuccess,
  type WithdrawServiceSuccess,
} from "./service-mutations.type.ts";
import type { VolunteerServiceRow } from "./service.row.ts";
import { VolunteerService, VolunteerServiceConnection, VolunteerServiceFilter } from "./service.type.ts";

@Resolver(() => VolunteerService)
export class VolunteerServiceResolver {
  @Query(() => VolunteerServiceConnection, { description: "志愿服务。What teams offer." })
  volunteerServices(
    @Arg("filter", () => VolunteerServiceFilter, { nullable: true }) filter: VolunteerServiceFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { serviceDesk }: Context,
  ): Promise<VolunteerServiceConnection> {
    return serviceDesk.list(filter ?? {}, page);
  }

  @Query(() => VolunteerService, { nullable: true, description: "一项志愿服务。One service." })
  volunteerService(
    @Arg("id", () => ID) id: string,
    @Ctx() context: Context,
  ): Promise<VolunteerService | null> {
    return context.service.load(id);
  }

  @Mutation(() => OfferServiceResult, {
    description:
      "公布一项志愿服务，并进入撮合。Publishes a service; needs are matched against it from then on.",
  })
  offerService(
    @Arg("input", () => OfferServiceInput) input: OfferServiceInput,
    @Ctx() { serviceDesk }: Context,
  ): Promise<OfferServiceSuccess | UserError> {
    return settle(serviceDesk.offer(input));
  }

  @Mutation(() => WithdrawServiceResult, { description: "撤下一项志愿服务。Takes a service back." })
  withdrawService(
    @Arg("input", () => WithdrawServiceInput) input: WithdrawServiceInput,
    @Ctx() { serviceDesk }: Context,
  ): Promise<WithdrawServiceSuccess | UserError> {
    return settle(serviceDesk.withdraw(input));
  }

  @FieldResolver(() => Team, { description: "提供服务的队伍。The team that offers it." })
  async team(@Root() { teamId }: VolunteerServiceRow, @Ctx() context: Context): Promise<Team> {
    const team = await context.team.load(teamId);
    if (!team) throw new Error(`Service without its team ${teamId}.`);
    return team;
  }

  @FieldResolver(() => CategoryStub, { nullable: true, description: "类别；未填时为空。Its category." })
  category(@Root() { categoryCode }: VolunteerServiceRow): CategoryStub | null {
    return categoryCode === null ? null : { code: categoryCode };
  }

  @FieldResolver(() => AreaStub, {
    nullable: true,
    description: "服务区域，含下级。The area whose people may use it.",
  })
  coverageArea(@Root() { coverageAreaCode }: VolunteerServiceRow): AreaStub {
    return { code: coverageAreaCode };
  }
}

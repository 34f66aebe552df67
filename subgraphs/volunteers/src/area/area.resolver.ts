import { PageArgs } from "@gongjian/shared/connection";
import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { TeamConnection } from "../team/team.type.ts";
import { AreaStub } from "./area.stub.ts";

@Resolver(() => AreaStub)
export class AreaResolver {
  @FieldResolver(() => TeamConnection, {
    nullable: true,
    description: "本区域及其下级的志愿队伍。Volunteer teams at home in this area or below it.",
  })
  teams(
    @Root() { code }: AreaStub,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { teamsOfArea }: Context,
  ): Promise<TeamConnection> {
    return teamsOfArea.load(code, page);
  }
}

import { paginate, PageArgs } from "@gongjian/shared/connection";
import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { TeamConnection } from "../team/team.type.ts";
import { idAfter } from "../uuid.ts";
import { AreaStub } from "./area.stub.ts";

@Resolver(() => AreaStub)
export class AreaResolver {
  @FieldResolver(() => TeamConnection, {
    nullable: true,
    description: "本区域及其下级的志愿队伍。Volunteer teams at home in this area or below it.",
  })
  async teams(
    @Root() { code }: AreaStub,
    @Args(() => PageArgs) { first, after }: PageArgs,
    @Ctx() { teamsOfArea }: Context,
  ): Promise<TeamConnection> {
    const rows = await teamsOfArea.load({ owner: code, first, after: idAfter(after) });
    return paginate(rows, first, ({ id }) => id);
  }
}

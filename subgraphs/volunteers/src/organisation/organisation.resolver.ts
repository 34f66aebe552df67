import { paginate, PageArgs } from "@gongjian/shared/connection";
import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { TeamConnection } from "../team/team.type.ts";
import { TimeAccount } from "../time-account/time-account.type.ts";
import { idAfter } from "../uuid.ts";
import { OrganisationStub } from "./organisation.stub.ts";

@Resolver(() => OrganisationStub)
export class OrganisationResolver {
  @FieldResolver(() => TeamConnection, {
    nullable: true,
    description: "本单位牵头的志愿队伍。Volunteer teams that this organisation leads.",
  })
  async teams(
    @Root() { id }: OrganisationStub,
    @Args(() => PageArgs) { first, after }: PageArgs,
    @Ctx() { teamsOfUnit }: Context,
  ): Promise<TeamConnection> {
    const rows = await teamsOfUnit.load({ owner: id, first, after: idAfter(after) });
    return paginate(rows, first, (team) => team.id);
  }

  @FieldResolver(() => TimeAccount, {
    nullable: true,
    description: "本单位的时间账户；无权查看时为空。Its time account; null for those who may not see it.",
  })
  timeAccount(@Root() { id }: OrganisationStub, @Ctx() context: Context): Promise<TimeAccount | null> {
    return context.accountOfOwner.load(id);
  }
}

import { PageArgs } from "@gongjian/shared/connection";
import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { TeamConnection } from "../team/team.type.ts";
import { TimeAccount } from "../time-account/time-account.type.ts";
import { OrganisationStub } from "./organisation.stub.ts";

@Resolver(() => OrganisationStub)
export class OrganisationResolver {
  @FieldResolver(() => TeamConnection, {
    nullable: true,
    description: "本单位牵头的志愿队伍。Volunteer teams that this organisation leads.",
  })
  teams(
    @Root() { id }: OrganisationStub,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { teamsOfUnit }: Context,
  ): Promise<TeamConnection> {
    return teamsOfUnit.load(id, page);
  }

  @FieldResolver(() => TimeAccount, {
    nullable: true,
    description: "本单位的时间账户；无权查看时为空。Its time account; null for those who may not see it.",
  })
  timeAccount(@Root() { id }: OrganisationStub, @Ctx() context: Context): Promise<TimeAccount | null> {
    return context.accountOfOwner.load(id);
  }
}

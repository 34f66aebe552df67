import { PageArgs } from "@gongjian/shared/connection";
import { Masked, MaskedText } from "@gongjian/shared/masked-text";
import { settle, type UserError } from "@gongjian/shared/user-error";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { AreaStub } from "../area/area.stub.ts";
import type { Context } from "../context.ts";
import { Team } from "../team/team.type.ts";
import { TimeAccount } from "../time-account/time-account.type.ts";
import type { VolunteerRow } from "./volunteer.row.ts";
import {
  RegisterVolunteerInput,
  RegisterVolunteerResult,
  Volunteer,
  VolunteerConnection,
  VolunteerFilter,
  type RegisterVolunteerSuccess,
} from "./volunteer.type.ts";

@Resolver(() => Volunteer)
export class VolunteerResolver {
  @Query(() => VolunteerConnection, {
    description: "志愿者名册；志愿者本人只看到自己。The roll; a volunteer sees only themselves.",
  })
  volunteers(
    @Arg("filter", () => VolunteerFilter, { nullable: true }) filter: VolunteerFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { volunteers }: Context,
  ): Promise<VolunteerConnection> {
    return volunteers.list(filter ?? {}, page);
  }

  @Query(() => Volunteer, {
    nullable: true,
    description: "一名志愿者。One volunteer.",
  })
  volunteer(@Arg("id", () => ID) id: string, @Ctx() { volunteers }: Context): Promise<Volunteer | null> {
    return volunteers.find(id);
  }

  @Mutation(() => RegisterVolunteerResult, {
    description: "登记志愿者并发放编号。Registers a volunteer and issues a number.",
  })
  registerVolunteer(
    @Arg("input", () => RegisterVolunteerInput) input: RegisterVolunteerInput,
    @Ctx() { volunteers }: Context,
  ): Promise<RegisterVolunteerSuccess | UserError> {
    return settle(volunteers.register(input));
  }

  @FieldResolver(() => MaskedText, { description: "脱敏姓名。The name, masked." })
  displayName(@Root() { nameMasked }: VolunteerRow): Masked {
    return Masked.stored(nameMasked);
  }

  @FieldResolver(() => AreaStub, { nullable: true })
  area(@Root() { areaCode }: VolunteerRow): AreaStub {
    return { code: areaCode };
  }

  @FieldResolver(() => [Team], { description: "参加的队伍。The teams the volunteer has joined." })
  teams(@Root() { id }: VolunteerRow, @Ctx() { teamsOfVolunteer }: Context): Promise<Team[]> {
    return teamsOfVolunteer.load(id);
  }

  @FieldResolver(() => TimeAccount, {
    nullable: true,
    description: "时间账户；无权查看时为空。The time account; null for those who may not see it.",
  })
  timeAccount(@Root() { id }: VolunteerRow, @Ctx() context: Context): Promise<TimeAccount | null> {
    return context.accountOfOwner.load(id);
  }
}

import { PageArgs } from "@gongjian/shared/connection";
import { Masked, MaskedText } from "@gongjian/shared/masked-text";
import { settle, type UserError } from "@gongjian/shared/user-error";
import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { AreaStub } from "../area/area.stub.ts";
import type { Context } from "../context.ts";
import { OrganisationStub } from "../organisation/organisation.stub.ts";
import { VolunteerServiceConnection } from "../service/service.type.ts";
import type { TeamRow } from "./team.row.ts";
import {
  JoinTeamInput,
  JoinTeamResult,
  Team,
  TeamConnection,
  TeamFilter,
  type JoinTeamSuccess,
} from "./team.type.ts";

/** Outsiders do not learn of groups so small that a count points at people. */
const SMALLEST_PUBLIC_COUNT = 5;

@Resolver(() => Team)
export class TeamResolver {
  @Query(() => TeamConnection, { description: "志愿队伍。Volunteer teams." })
  teams(
    @Arg("filter", () => TeamFilter, { nullable: true }) filter: TeamFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { teams }: Context,
  ): Promise<TeamConnection> {
    return teams.list(filter ?? {}, page);
  }

  @Query(() => Team, { nullable: true, description: "一支队伍。One team." })
  team(@Arg("id", () => ID) id: string, @Ctx() context: Context): Promise<Team | null> {
    return context.team.load(id);
  }

  @Mutation(() => JoinTeamResult, { description: "志愿者加入队伍。A volunteer joins a team." })
  joinTeam(
    @Arg("input", () => JoinTeamInput) input: JoinTeamInput,
    @Ctx() { teams }: Context,
  ): Promise<JoinTeamSuccess | UserError> {
    return settle(teams.join(input));
  }

  @FieldResolver(() => AreaStub, { nullable: true })
  area(@Root() { areaCode }: TeamRow): AreaStub {
    return { code: areaCode };
  }

  @FieldResolver(() => OrganisationStub, {
    nullable: true,
    description: "牵头单位。The organisation that leads the team.",
  })
  leadOrganisation(@Root() { leadUnitId }: TeamRow): OrganisationStub | null {
    return leadUnitId === null ? null : { id: leadUnitId };
  }

  @FieldResolver(() => MaskedText, {
    nullable: true,
    description: "脱敏联系人，只给登录的工作人员。Contact, masked; for signed-in staff.",
  })
  contact(@Root() { contactMasked }: TeamRow, @Ctx() { maySeeContacts }: Context): Masked | null {
    return maySeeContacts ? Masked.stored(contactMasked) : null;
  }

  @FieldResolver(() => MaskedText, {
    nullable: true,
    description: "脱敏电话，只给登录的工作人员。Phone, masked; for signed-in staff.",
  })
  phone(@Root() { phoneMasked }: TeamRow, @Ctx() { maySeeContacts }: Context): Masked | null {
    return maySeeContacts ? Masked.stored(phoneMasked) : null;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: "在册队员数；对外少于 5 人不显示。Active members; hidden from outsiders below 5.",
  })
  async memberCount(@Root() { id }: TeamRow, @Ctx() context: Context): Promise<number | null> {
    const count = await context.memberCount.load(id);
    return context.maySeeContacts || count === 0 || count >= SMALLEST_PUBLIC_COUNT ? count : null;
  }

  @FieldResolver(() => VolunteerServiceConnection, { description: "提供的服务。What the team offers." })
  services(
    @Root() { id }: TeamRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { servicesOfTeam }: Context,
  ): Promise<VolunteerServiceConnection> {
    return servicesOfTeam.load(id, page);
  }
}

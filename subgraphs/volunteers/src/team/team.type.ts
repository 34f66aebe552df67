import { connectionOf } from "@gongjian/shared/connection";
import { UserError } from "@gongjian/shared/user-error";
import { IsUUID } from "class-validator";
import { createUnionType, Directive, Field, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { Volunteer } from "../volunteer/volunteer.type.ts";

export enum TeamKind {
  COMMUNITY = "COMMUNITY",
  UNIT = "UNIT",
  PROPERTY = "PROPERTY",
  STUDENT = "STUDENT",
  PROFESSIONAL = "PROFESSIONAL",
}

export enum TeamColour {
  RED = "RED",
  ORANGE = "ORANGE",
  YELLOW = "YELLOW",
  GREEN = "GREEN",
  CYAN = "CYAN",
  BLUE = "BLUE",
  VIOLET = "VIOLET",
}

export enum TeamState {
  PUBLISHED = "PUBLISHED",
  WITHDRAWN = "WITHDRAWN",
}

registerEnumType(TeamKind, {
  name: "TeamKind",
  description: "队伍类型：社区、单位、物业、学生、专业。Who its people are.",
});
registerEnumType(TeamColour, {
  name: "TeamColour",
  description: "七彩志愿：红橙黄绿青蓝紫，各地自定含义。The seven colours; each city gives them its meaning.",
});
registerEnumType(TeamState, {
  name: "TeamState",
  description: "队伍状态：在册、已撤下。Whether the team stands on its list or was withdrawn.",
});

@Directive('@key(fields: "id")')
@ObjectType({ description: "志愿队伍。A team of volunteers." })
export class Team {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { nullable: true, description: "牵头单位自己的编号。Its lead unit's own number." })
  readonly externalId!: string | null;

  @Field(() => String)
  readonly name!: string;

  @Field(() => TeamKind)
  readonly kind!: `${TeamKind}`;

  @Field(() => TeamColour, { nullable: true })
  readonly colour!: `${TeamColour}` | null;

  @Field(() => TeamState)
  readonly state!: `${TeamState}`;
}

export const TeamConnection = connectionOf(() => Team, "Team");
export type TeamConnection = InstanceType<typeof TeamConnection>;

@InputType({ description: "筛选队伍。Which teams." })
export class TeamFilter {
  @Field(() => ID, { nullable: true, description: "牵头单位。The organisation that leads it." })
  @IsUUID()
  readonly unitId?: string | null;

  @Field(() => String, { nullable: true, description: "区域代码，含下级。Area with everything below it." })
  readonly areaCode?: string | null;

  @Field(() => TeamKind, { nullable: true })
  readonly kind?: TeamKind | null;

  @Field(() => TeamColour, { nullable: true })
  readonly colour?: TeamColour | null;

  @Field(() => String, { nullable: true, description: "名称中含有的文字。Text within the name." })
  readonly text?: string | null;

  @Field(() => String, { nullable: true })
  readonly externalId?: string | null;

  @Field(() => TeamState, { nullable: true, description: "默认只列在册的。Default: PUBLISHED." })
  readonly state?: TeamState | null;
}

@InputType({ description: "加入队伍。Puts a volunteer into a team." })
export class JoinTeamInput {
  @Field(() => ID)
  @IsUUID()
  readonly teamId!: string;

  @Field(() => ID)
  @IsUUID()
  readonly volunteerId!: string;
}

@ObjectType()
export class JoinTeamSuccess {
  @Field(() => Team)
  readonly team: Team;

  @Field(() => Volunteer)
  readonly volunteer: Volunteer;

  constructor(team: Team, volunteer: Volunteer) {
    this.team = team;
    this.volunteer = volunteer;
  }
}

@ObjectType({ implements: UserError, description: "已是队员。The volunteer is in the team already." })
export class AlreadyMember extends UserError {
  constructor() {
    super("ALREADY_MEMBER", "这名志愿者已经是这支队伍的队员。");
  }
}

@ObjectType({ implements: UserError, description: "队伍已撤下。The team was withdrawn." })
export class TeamWithdrawn extends UserError {
  constructor(name: string) {
    super("TEAM_WITHDRAWN", `队伍“${name}”已撤下。`);
  }
}

export const JoinTeamResult = createUnionType({
  name: "JoinTeamResult",
  types: () => [JoinTeamSuccess, AlreadyMember, TeamWithdrawn] as const,
});

import { connectionOf } from "@gongjian/shared/connection";
import { UserError } from "@gongjian/shared/user-error";
import { ArrayMaxSize, IsUUID, Length, Matches, MaxLength } from "class-validator";
import {
  createUnionType,
  Directive,
  Field,
  GraphQLISODateTime,
  ID,
  InputType,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { UnknownArea } from "../refusals.type.ts";

export enum VolunteerState {
  ACTIVE = "ACTIVE",
  LEFT = "LEFT",
}

registerEnumType(VolunteerState, {
  name: "VolunteerState",
  description: "志愿者状态：在册、已退出。Whether a volunteer is on the roll or has left.",
});

@Directive('@key(fields: "id")')
@ObjectType({ description: "志愿者。A person who gives time." })
export class Volunteer {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, {
    description: "志愿者编号，由平台发放，不是身份证号。Issued by the platform; never the ID card number.",
  })
  readonly number!: string;

  @Field(() => [String], { description: "特长。What the volunteer can do." })
  readonly skills!: string[];

  @Field(() => VolunteerState)
  readonly state!: `${VolunteerState}`;

  @Field(() => GraphQLISODateTime, { description: "登记时间。When the volunteer was registered." })
  readonly registeredAt!: Date;
}

export const VolunteerConnection = connectionOf(() => Volunteer, "Volunteer");
export type VolunteerConnection = InstanceType<typeof VolunteerConnection>;

@InputType({ description: "筛选志愿者。Which volunteers." })
export class VolunteerFilter {
  @Field(() => String, { nullable: true, description: "区域代码，含下级。Area with everything below it." })
  readonly areaCode?: string | null;

  @Field(() => ID, { nullable: true, description: "所在队伍。Members of this team." })
  @IsUUID()
  readonly teamId?: string | null;

  @Field(() => String, { nullable: true, description: "特长，完全相同。Has exactly this skill." })
  readonly skill?: string | null;

  @Field(() => VolunteerState, { nullable: true })
  readonly state?: VolunteerState | null;
}

@InputType({ description: "登记志愿者。Puts a volunteer on the roll." })
export class RegisterVolunteerInput {
  @Field(() => String, { description: "真实姓名，只以脱敏形式显示。Real name; shown masked only." })
  @Length(2, 50)
  readonly name!: string;

  @Field(() => String, { description: "电话，只以脱敏形式显示。Phone; shown masked only." })
  @Matches(/^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/, { message: "应为 11 位手机号，或带区号的固定电话" })
  readonly phone!: string;

  @Field(() => String, { description: "所在区域代码。Code of the area the volunteer belongs to." })
  @Length(6, 18)
  readonly areaCode!: string;

  @Field(() => [String], { defaultValue: [], description: "特长，最多 20 项。Skills, at most 20." })
  @ArrayMaxSize(20)
  @Length(1, 30, { each: true })
  readonly skills!: string[];

  @Field(() => String, {
    nullable: true,
    description: "登录身份，志愿者本人凭它查看自己的记录。The sign-in identity that sees its own records.",
  })
  @MaxLength(200)
  readonly subject?: string | null;
}

@ObjectType()
export class RegisterVolunteerSuccess {
  @Field(() => Volunteer)
  readonly volunteer: Volunteer;

  constructor(volunteer: Volunteer) {
    this.volunteer = volunteer;
  }
}

@ObjectType({
  implements: UserError,
  description: "这个登录身份已登记为志愿者。This sign-in identity is a volunteer already.",
})
export class AlreadyRegistered extends UserError {
  constructor() {
    super("ALREADY_REGISTERED", "这个登录身份已经登记为志愿者。");
  }
}

export const RegisterVolunteerResult = createUnionType({
  name: "RegisterVolunteerResult",
  types: () => [RegisterVolunteerSuccess, UnknownArea, AlreadyRegistered] as const,
});

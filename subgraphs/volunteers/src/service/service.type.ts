import { connectionOf } from "@gongjian/shared/connection";
import { LocalDate } from "@gongjian/shared/local-date";
import { Directive, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { IsUUID } from "class-validator";

export enum VolunteerServiceState {
  PUBLISHED = "PUBLISHED",
  WITHDRAWN = "WITHDRAWN",
}

registerEnumType(VolunteerServiceState, {
  name: "VolunteerServiceState",
  description: "服务状态：公布中、已撤下。Whether the offer stands.",
});

@Directive('@key(fields: "id")')
@ObjectType({ description: "志愿队伍能提供的服务，一律免费。What a team offers to do, free of charge." })
export class VolunteerService {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { nullable: true, description: "发布者自己的编号。The publisher's own number." })
  readonly externalId!: string | null;

  @Field(() => String)
  readonly title!: string;

  @Field(() => String)
  readonly description!: string;

  @Field(() => Float, { nullable: true, description: "数量，按计量单位。How much, in the unit of measure." })
  readonly quantity!: number | null;

  @Field(() => String, { nullable: true, description: "计量单位：人、户、次。Unit of measure." })
  readonly unitOfMeasure!: string | null;

  @Field(() => [String], { description: "服务对象。Whom it is for." })
  readonly audience!: string[];

  @Field(() => LocalDate, { nullable: true, description: "有效期起，含当日。First day, inclusive." })
  readonly validFrom!: string | null;

  @Field(() => LocalDate, { nullable: true, description: "有效期止，含当日。Last day, inclusive." })
  readonly validTo!: string | null;

  @Field(() => String, { description: "服务时间，原文。When, in the publisher's words." })
  readonly schedule!: string;

  @Field(() => Int, { description: "需提前预约的天数。Days of notice needed." })
  readonly minNoticeDays!: number;

  @Field(() => String, { nullable: true, description: "队员持有的资质。A licence the members hold." })
  readonly qualification!: string | null;

  @Field(() => VolunteerServiceState)
  readonly state!: `${VolunteerServiceState}`;
}

export const VolunteerServiceConnection = connectionOf(() => VolunteerService, "VolunteerService");
export type VolunteerServiceConnection = InstanceType<typeof VolunteerServiceConnection>;

@InputType({ description: "筛选志愿服务。Which services." })
export class VolunteerServiceFilter {
  @Field(() => ID, { nullable: true })
  @IsUUID()
  readonly teamId?: string | null;

  @Field(() => ID, { nullable: true, description: "队伍的牵头单位。The organisation that leads the team." })
  @IsUUID()
  readonly unitId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "服务区域代码，含下级。Coverage area with everything below it.",
  })
  readonly areaCode?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "类别代码，大类含小类。Category; a family with its leaves.",
  })
  readonly category?: string | null;

  @Field(() => String, { nullable: true, description: "标题或说明中的文字。Text in title or description." })
  readonly text?: string | null;

  @Field(() => LocalDate, { nullable: true, description: "这一天在有效期内。Valid on this day." })
  readonly openOn?: string | null;

  @Field(() => String, { nullable: true })
  readonly externalId?: string | null;

  @Field(() => VolunteerServiceState, {
    nullable: true,
    description: "默认只列公布中的。Default: PUBLISHED.",
  })
  readonly state?: VolunteerServiceState | null;
}

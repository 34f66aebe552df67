import { connectionOf } from "@gongjian/shared/connection";
import { LocalDate } from "@gongjian/shared/local-date";
import { UserError } from "@gongjian/shared/user-error";
import { IsOptional, IsUUID, Matches, MaxLength } from "class-validator";
import {
  createUnionType,
  Directive,
  Field,
  Float,
  GraphQLISODateTime,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from "type-graphql";

export enum ResourceState {
  PUBLISHED = "PUBLISHED",
  SUSPENDED = "SUSPENDED",
  WITHDRAWN = "WITHDRAWN",
}
registerEnumType(ResourceState, {
  name: "ResourceState",
  description: "资源的状态。Where a resource stands.",
  valuesConfig: {
    PUBLISHED: { description: "已公布。Published." },
    SUSPENDED: { description: "单位暂停提供。Paused by its unit." },
    WITHDRAWN: { description: "已撤回，只有本单位和秘书处看得到。Taken back; only its publishers see it." },
  },
});

export enum ResourceCost {
  FREE = "FREE",
  DISCOUNT = "DISCOUNT",
  COST_PRICE = "COST_PRICE",
}
registerEnumType(ResourceCost, {
  name: "ResourceCost",
  description: "收费方式：免费、优惠、只收成本。What it costs: nothing, less than usual, the cost price.",
});

@Directive('@key(fields: "id")')
@ObjectType({
  description: "资源清单的一条：单位能提供的一样东西或一项服务。A line of a unit's resource list.",
})
export class Resource {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { nullable: true, description: "单位自己的编号。The publisher's own number." })
  readonly externalId!: string | null;

  @Field(() => String, { description: "资源名称。Title." })
  readonly title!: string;

  @Field(() => String, { description: "资源内容和使用须知。What it is and how it may be used." })
  readonly description!: string;

  @Field(() => Float, { nullable: true, description: "数量；没有说明数目的为空。Quantity, if stated." })
  readonly quantity!: number | null;

  @Field(() => String, { nullable: true, description: "计量单位，如座、人、套。Unit of measure." })
  readonly unitOfMeasure!: string | null;

  @Field(() => [String], { description: "服务对象。Whom it is for." })
  readonly audience!: string[];

  @Field(() => LocalDate, { nullable: true, description: "有效期首日。First day it can be used." })
  readonly validFrom!: string | null;

  @Field(() => LocalDate, {
    nullable: true,
    description: "有效期末日（含当日）；长期有效的为空。Last day, inclusive; null without an end.",
  })
  readonly validTo!: string | null;

  @Field(() => String, { description: "可提供的时间，原文。When it is open, as the unit wrote it." })
  readonly schedule!: string;

  @Field(() => Int, { description: "须提前几天预约。Days of notice it needs." })
  readonly minNoticeDays!: number;

  @Field(() => String, { nullable: true, description: "资质证明。Licence or certificate." })
  readonly qualification!: string | null;

  @Field(() => ResourceCost, { description: "收费方式。What it costs." })
  readonly cost!: `${ResourceCost}`;

  @Field(() => ResourceState, { description: "状态。Where it stands." })
  readonly state!: `${ResourceState}`;

  @Field(() => Int, { description: "每次改动加一。Rises with every change." })
  readonly version!: number;

  @Field(() => GraphQLISODateTime, { description: "首次公布的时刻。When it was first published." })
  readonly publishedAt!: Date;

  @Field(() => GraphQLISODateTime, { description: "最近改动的时刻。When it last changed." })
  readonly updatedAt!: Date;

  @Field(() => LocalDate, {
    description: "单位最近一次报送它的日期。The day its unit last sent it, changed or not.",
  })
  readonly confirmedOn!: string;
}

export const ResourceConnection = connectionOf(() => Resource, "Resource");
export type ResourceConnection = InstanceType<typeof ResourceConnection>;

@InputType({ description: "筛选资源，各项同时满足。Conditions on resources; all must hold." })
export class ResourceFilter {
  @Field(() => ID, { nullable: true, description: "公布它的单位。The publishing organisation." })
  @IsOptional()
  @IsUUID()
  readonly unitId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "覆盖范围在此区域或其下级。Coverage is this area or one below it.",
  })
  @IsOptional()
  @Matches(/^\d{1,18}$/)
  readonly areaCode?: string | null;

  @Field(() => ID, { nullable: true, description: "末级类或整个大类。A leaf category or a whole family." })
  @IsOptional()
  @Matches(/^[A-Z]\d{0,2}$/)
  readonly category?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "名称或内容里有这些字。Words in title or description.",
  })
  @IsOptional()
  @MaxLength(100)
  readonly text?: string | null;

  @Field(() => ResourceState, {
    nullable: true,
    description: "默认只列已公布的。Published ones only, unless told.",
  })
  readonly state?: ResourceState | null;

  @Field(() => LocalDate, { nullable: true, description: "这一天在有效期内。Valid on that day." })
  readonly openOn?: string | null;

  @Field(() => String, { nullable: true, description: "单位自己的编号。The publisher's own number." })
  @IsOptional()
  @MaxLength(100)
  readonly externalId?: string | null;
}

@InputType()
export class SuspendResourceInput {
  @Field(() => ID)
  @IsUUID()
  readonly resourceId!: string;
}

@InputType()
export class ResumeResourceInput {
  @Field(() => ID)
  @IsUUID()
  readonly resourceId!: string;
}

@ObjectType()
export class SuspendResourceSuccess {
  @Field(() => Resource)
  readonly resource: Resource;

  constructor(resource: Resource) {
    this.resource = resource;
  }
}

@ObjectType()
export class ResumeResourceSuccess {
  @Field(() => Resource)
  readonly resource: Resource;

  constructor(resource: Resource) {
    this.resource = resource;
  }
}

@ObjectType({
  implements: UserError,
  description: "资源现在的状态不允许这样做。The resource stands where this cannot be done.",
})
export class ResourceStateConflict extends UserError {
  @Field(() => ResourceState, { description: "资源现在的状态。Where it stands now." })
  readonly state: `${ResourceState}`;

  constructor(state: `${ResourceState}`, message: string) {
    super("RESOURCE_STATE_CONFLICT", message);
    this.state = state;
  }
}

export const SuspendResourceResult = createUnionType({
  name: "SuspendResourceResult",
  types: () => [SuspendResourceSuccess, ResourceStateConflict] as const,
});

export const ResumeResourceResult = createUnionType({
  name: "ResumeResourceResult",
  types: () => [ResumeResourceSuccess, ResourceStateConflict] as const,
});

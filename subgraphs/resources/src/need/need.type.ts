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

export enum NeedState {
  PUBLISHED = "PUBLISHED",
  MERGED = "MERGED",
  WITHDRAWN = "WITHDRAWN",
}
registerEnumType(NeedState, {
  name: "NeedState",
  description: "需求的状态。Where a need stands.",
  valuesConfig: {
    PUBLISHED: { description: "已公布。Published." },
    MERGED: {
      description: "已并入另一条需求，由那一条去匹配。Merged into another need, which is matched for it.",
    },
    WITHDRAWN: { description: "已撤回，只有本单位和秘书处看得到。Taken back; only its publishers see it." },
  },
});

export enum NeedUrgency {
  LOW = "LOW",
  NORMAL = "NORMAL",
  HIGH = "HIGH",
  URGENT = "URGENT",
}
registerEnumType(NeedUrgency, {
  name: "NeedUrgency",
  description: "紧急程度：不急、一般、较急、紧急。How urgent a need is.",
});

@Directive('@key(fields: "id")')
@ObjectType({ description: "需求清单的一条。A line of a unit's list of needs." })
export class Need {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { nullable: true, description: "单位自己的编号。The publisher's own number." })
  readonly externalId!: string | null;

  @Field(() => String, { description: "需求名称。Title." })
  readonly title!: string;

  @Field(() => String, { description: "具体情况。What the matter is." })
  readonly description!: string;

  @Field(() => Float, { nullable: true, description: "数量；没有说明数目的为空。Quantity, if stated." })
  readonly quantity!: number | null;

  @Field(() => String, { nullable: true, description: "计量单位，如户、人、套。Unit of measure." })
  readonly unitOfMeasure!: string | null;

  @Field(() => [String], { description: "服务对象。For whom." })
  readonly audience!: string[];

  @Field(() => LocalDate, { nullable: true, description: "从哪天起要。First day it is needed." })
  readonly neededFrom!: string | null;

  @Field(() => LocalDate, { nullable: true, description: "到哪天止（含当日）。Last day, inclusive." })
  readonly neededTo!: string | null;

  @Field(() => String, { description: "方便的时间，原文。When it suits, as the unit wrote it." })
  readonly schedule!: string;

  @Field(() => NeedUrgency, { description: "紧急程度。How urgent it is." })
  readonly urgency!: `${NeedUrgency}`;

  @Field(() => LocalDate, {
    nullable: true,
    description: "提交日期；单位没有说的为空。The day it was handed in; null where its unit does not say.",
  })
  readonly submittedOn!: string | null;

  @Field(() => NeedState, { description: "状态。Where it stands." })
  readonly state!: `${NeedState}`;

  @Field(() => Int, { description: "每次改动加一。Rises with every change." })
  readonly version!: number;

  @Field(() => GraphQLISODateTime, { description: "首次公布的时刻。When it was first published." })
  readonly publishedAt!: Date;
}

export const NeedConnection = connectionOf(() => Need, "Need");
export type NeedConnection = InstanceType<typeof NeedConnection>;

@InputType({ description: "筛选需求，各项同时满足。Conditions on needs; all must hold." })
export class NeedFilter {
  @Field(() => ID, { nullable: true, description: "提出它的单位。The publishing organisation." })
  @IsOptional()
  @IsUUID()
  readonly unitId?: string | null;

  @Field(() => ID, { nullable: true, description: "在此区域或其下级。In this area or one below it." })
  @IsOptional()
  @Matches(/^\d{1,18}$/)
  readonly areaCode?: string | null;

  @Field(() => ID, { nullable: true, description: "末级类或整个大类。A leaf category or a whole family." })
  @IsOptional()
  @Matches(/^[A-Z]\d{0,2}$/)
  readonly category?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "名称或情况里有这些字。Words in title or description.",
  })
  @IsOptional()
  @MaxLength(100)
  readonly text?: string | null;

  @Field(() => NeedState, {
    nullable: true,
    description: "默认只列已公布的。Published ones only, unless told.",
  })
  readonly state?: NeedState | null;

  @Field(() => LocalDate, { nullable: true, description: "这一天在需要的时段内。Needed on that day." })
  readonly openOn?: string | null;

  @Field(() => String, { nullable: true, description: "单位自己的编号。The publisher's own number." })
  @IsOptional()
  @MaxLength(100)
  readonly externalId?: string | null;
}

@InputType()
export class WithdrawNeedInput {
  @Field(() => ID)
  @IsUUID()
  readonly needId!: string;
}

@ObjectType()
export class WithdrawNeedSuccess {
  @Field(() => Need)
  readonly need: Need;

  constructor(need: Need) {
    this.need = need;
  }
}

@ObjectType({ implements: UserError, description: "需求已经撤回。The need has been withdrawn already." })
export class NeedAlreadyWithdrawn extends UserError {
  constructor() {
    super("ALREADY_WITHDRAWN", "这条需求已经撤回。");
  }
}

@ObjectType({
  implements: UserError,
  description: "这条是合并成的，要撤销合并而不是撤回。It was merged from others: undo that instead.",
})
export class NeedFromMerger extends UserError {
  constructor() {
    super("NEED_FROM_MERGER", "这条需求由几条合并而成，不能撤回；请秘书处撤销合并。");
  }
}

export const WithdrawNeedResult = createUnionType({
  name: "WithdrawNeedResult",
  types: () => [WithdrawNeedSuccess, NeedAlreadyWithdrawn, NeedFromMerger] as const,
});

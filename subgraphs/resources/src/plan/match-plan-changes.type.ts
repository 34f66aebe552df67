import { LocalDate } from "@gongjian/shared/local-date";
import { RequestKeyReused } from "@gongjian/shared/request-key";
import { UserError } from "@gongjian/shared/user-error";
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsOptional,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
} from "class-validator";
import { createUnionType, Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { PlanGoal } from "./match-plan-parts.type.ts";
import { MatchPlan } from "./match-plan.type.ts";

const MOST_CAP = 10_000;

@InputType({ description: "要一份撮合方案。Asks for a plan." })
export class PlanMatchesInput {
  @Field(() => ID, { description: "排这个区域及其下级的需求。Needs of this area and everything below it." })
  @Matches(/^\d{6,18}$/)
  readonly areaCode!: string;

  @Field(() => ID, {
    nullable: true,
    description:
      "为哪个党委做的，只作标记；它的区域由 areaCode 给出。For which committee; its area is `areaCode`.",
  })
  @IsOptional()
  @IsUUID()
  readonly committeeId?: string | null;

  @Field(() => [PlanGoal], {
    defaultValue: [PlanGoal.URGENT, PlanGoal.SERVED, PlanGoal.SCORE, PlanGoal.FAIR],
    description:
      "目标，在前的先满足，后面的不能让前面的吃亏。Goals in order: a later one never costs an earlier one.",
  })
  @ArrayMinSize(1)
  @ArrayMaxSize(4)
  @ArrayUnique()
  readonly goals!: `${PlanGoal}`[];

  @Field(() => Int, { nullable: true, description: "一个单位最多承担几条。The most needs of one unit." })
  @IsOptional()
  @Min(1)
  @Max(MOST_CAP)
  readonly unitCap?: number | null;

  @Field(() => Int, { defaultValue: 50, description: "每条需求看几条候选，1–50。Candidates of a need." })
  @Min(1)
  @Max(50)
  readonly candidatesPerNeed!: number;

  @Field(() => Float, {
    nullable: true,
    description: "最低分，0–1；默认按政策。Lowest score; default: the policy's.",
  })
  @IsOptional()
  @Min(0)
  @Max(1)
  readonly minScore?: number | null;

  @Field(() => LocalDate, {
    nullable: true,
    description:
      "这一天已经结束的需求和月份不排；默认都排。Leaves out what is over by that day; default: nothing.",
  })
  @IsOptional()
  readonly openOn?: string | null;

  @Field(() => ID, { description: "幂等键：重发不会再排一次。Sending it again makes no second plan." })
  @Length(1, 200)
  readonly idempotencyKey!: string;
}

@ObjectType({ description: "已排队，查 matchPlan 看进展。It waits; ask `matchPlan` how far it is." })
export class PlanMatchesSuccess {
  @Field(() => MatchPlan)
  readonly plan: MatchPlan;

  constructor(plan: MatchPlan) {
    this.plan = plan;
  }
}

@ObjectType({
  implements: UserError,
  description: "这个区域正在做一份方案。A plan of this area is being made.",
})
export class MatchPlanUnderWay extends UserError {
  @Field(() => MatchPlan, { description: "正在做的那一份。The one under way." })
  readonly plan: MatchPlan;

  constructor(plan: MatchPlan) {
    super("PLAN_UNDER_WAY", "这个区域已有一份方案在做，请等它做完或取消它。");
    this.plan = plan;
  }
}

@ObjectType({
  implements: UserError,
  description: "FAIR 要排在 SERVED 之后，否则什么都不办最公平。FAIR must stand after SERVED.",
})
export class FairBeforeServed extends UserError {
  constructor() {
    super("FAIR_BEFORE_SERVED", "“分担均匀”要排在“有着落的最多”之后，否则什么都不办才最均匀。");
  }
}

@ObjectType({
  implements: UserError,
  description: "需求太多，请按街道或社区分开排。Too many needs for one plan.",
})
export class TooManyNeedsToPlan extends UserError {
  @Field(() => Int, { description: "一份方案最多几条。How many a plan may have." })
  readonly limit: number;

  constructor(limit: number) {
    super("TOO_MANY_NEEDS", `需求超过${limit}条，请按街道或社区分开排。`);
    this.limit = limit;
  }
}

export const PlanMatchesResult = createUnionType({
  name: "PlanMatchesResult",
  types: () =>
    [PlanMatchesSuccess, MatchPlanUnderWay, FairBeforeServed, TooManyNeedsToPlan, RequestKeyReused] as const,
});

@InputType({ description: "取消一份还没做好的方案。Calls a plan off that is not made yet." })
export class CancelMatchPlanInput {
  @Field(() => ID)
  @IsUUID()
  readonly planId!: string;
}

@ObjectType({ description: "已取消；再取消一次也一样。Called off; doing it again changes nothing." })
export class CancelMatchPlanSuccess {
  @Field(() => MatchPlan)
  readonly plan: MatchPlan;

  constructor(plan: MatchPlan) {
    this.plan = plan;
  }
}

@ObjectType({ implements: UserError, description: "方案已经做完或失败。The plan is made, or has failed." })
export class MatchPlanFinished extends UserError {
  constructor() {
    super("PLAN_FINISHED", "这份方案已经结束，不能再取消。");
  }
}

export const CancelMatchPlanResult = createUnionType({
  name: "CancelMatchPlanResult",
  types: () => [CancelMatchPlanSuccess, MatchPlanFinished] as const,
});

import { LocalDate } from "@gongjian/shared/local-date";
import { RequestKeyReused } from "@gongjian/shared/request-key";
import { UserError } from "@gongjian/shared/user-error";
import { Length, Matches, Max, Min, ValidateNested } from "class-validator";
import { createUnionType, Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { MatchPolicy } from "./match-policy.type.ts";
import type { Weights } from "./policy.ts";

const COUNTY = /^\d{6}$/;
const IS_COUNTY = { message: "应为县（市、区）的六位代码" };

@InputType({ description: "八个部分的权重，各 0 到 1，合计为 1。Each 0 to 1, together 1." })
export class MatchWeightsInput implements Weights {
  @Field(() => Float)
  @Min(0)
  @Max(1)
  readonly category!: number;

  @Field(() => Float)
  @Min(0)
  @Max(1)
  readonly text!: number;

  @Field(() => Float)
  @Min(0)
  @Max(1)
  readonly place!: number;

  @Field(() => Float)
  @Min(0)
  @Max(1)
  readonly time!: number;

  @Field(() => Float)
  @Min(0)
  @Max(1)
  readonly capacity!: number;

  @Field(() => Float)
  @Min(0)
  @Max(1)
  readonly target!: number;

  @Field(() => Float)
  @Min(0)
  @Max(1)
  readonly freshness!: number;

  @Field(() => Float)
  @Min(0)
  @Max(1)
  readonly reliability!: number;
}

@InputType({ description: "为一个县（市、区）定新的匹配政策。A new policy for a county." })
export class SetMatchPolicyInput {
  @Field(() => ID, { description: "县（市、区）代码，六位。The county, six digits." })
  @Matches(COUNTY, IS_COUNTY)
  readonly areaCode!: string;

  @Field(() => MatchWeightsInput)
  @ValidateNested()
  readonly weights!: MatchWeightsInput;

  @Field(() => Float, { description: "最低分，0 到 1。Candidates below it are not shown; 0 to 1." })
  @Min(0)
  @Max(1)
  readonly minScore!: number;

  @Field(() => LocalDate, { description: "从哪天起施行，今天或以后。First day; today or later." })
  readonly effectiveFrom!: string;

  @Field(() => String, { description: "为什么这样定，1–500 字。Why, 1 to 500 characters." })
  @Length(1, 500)
  @Matches(/\S/)
  readonly reason!: string;

  @Field(() => ID, { description: "幂等键：重发不会再定一次。Sending it again sets nothing twice." })
  @Length(1, 200)
  readonly idempotencyKey!: string;
}

@InputType({ description: "撤回还没有生效的版本。Withdraws a version whose day has not come." })
export class WithdrawMatchPolicyInput {
  @Field(() => ID, { description: "县（市、区）代码，六位。The county, six digits." })
  @Matches(COUNTY, IS_COUNTY)
  readonly areaCode!: string;

  @Field(() => Int, { description: "哪个版本。Which version." })
  @Min(1)
  readonly version!: number;

  @Field(() => ID, { description: "幂等键。Idempotency key." })
  @Length(1, 200)
  readonly idempotencyKey!: string;
}

@ObjectType()
export class SetMatchPolicySuccess {
  @Field(() => MatchPolicy)
  readonly policy: MatchPolicy;

  constructor(policy: MatchPolicy) {
    this.policy = policy;
  }
}

@ObjectType()
export class WithdrawMatchPolicySuccess {
  @Field(() => MatchPolicy)
  readonly policy: MatchPolicy;

  constructor(policy: MatchPolicy) {
    this.policy = policy;
  }
}

@ObjectType({ implements: UserError, description: "权重合计不是 1。The weights do not add up to 1." })
export class MatchWeightsNotOne extends UserError {
  @Field(() => Float, { description: "合计是多少。What they add up to." })
  readonly sum: number;

  constructor(sum: number) {
    super("WEIGHTS_NOT_ONE", `八个部分的权重合计应为 1，现在是 ${Number(sum.toFixed(10))}。`);
    this.sum = sum;
  }
}

@ObjectType({ implements: UserError, description: "施行日期已经过了。Its first day is past." })
export class MatchPolicyBackdated extends UserError {
  @Field(() => LocalDate, { description: "最早可以从哪天起。The earliest day." })
  readonly earliest: string;

  constructor(earliest: string) {
    super("EFFECTIVE_IN_PAST", `施行日期最早是今天（${earliest}）：已经给出的结果不能改按别的政策算。`);
    this.earliest = earliest;
  }
}

@ObjectType({ implements: UserError, description: "没有这个县（市、区）。There is no such county." })
export class UnknownPolicyCounty extends UserError {
  constructor(areaCode: string) {
    super("UNKNOWN_AREA", `没有代码为 ${areaCode} 的县（市、区）。`);
  }
}

@ObjectType({ implements: UserError, description: "已经生效，不能撤回。Its day has come." })
export class MatchPolicyInForce extends UserError {
  constructor(effectiveFrom: string) {
    super("POLICY_IN_FORCE", `这个版本从 ${effectiveFrom} 起施行，不能撤回；要改，请定一个新版本。`);
  }
}

@ObjectType({ implements: UserError, description: "已经撤回。Withdrawn already." })
export class MatchPolicyAlreadyWithdrawn extends UserError {
  constructor() {
    super("ALREADY_WITHDRAWN", "这个版本已经撤回。");
  }
}

export const SetMatchPolicyResult = createUnionType({
  name: "SetMatchPolicyResult",
  types: () =>
    [
      SetMatchPolicySuccess,
      MatchWeightsNotOne,
      MatchPolicyBackdated,
      UnknownPolicyCounty,
      RequestKeyReused,
    ] as const,
});

export const WithdrawMatchPolicyResult = createUnionType({
  name: "WithdrawMatchPolicyResult",
  types: () =>
    [WithdrawMatchPolicySuccess, MatchPolicyInForce, MatchPolicyAlreadyWithdrawn, RequestKeyReused] as const,
});

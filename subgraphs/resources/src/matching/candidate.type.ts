import { connectionOf } from "@gongjian/shared/connection";
import { Max, Min } from "class-validator";
import { ArgsType, createUnionType, Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { Resource } from "../resource/resource.type.ts";
import { MerchantOfferStub } from "./merchant-offer.stub.ts";
import { VolunteerServiceStub } from "./volunteer-service.stub.ts";

export enum GateCode {
  SELF_MATCH = "SELF_MATCH",
  ROW_SUSPENDED = "ROW_SUSPENDED",
  OUT_OF_AREA = "OUT_OF_AREA",
  TARGET_EXCLUDED = "TARGET_EXCLUDED",
  NO_SLOT_BEFORE_DEADLINE = "NO_SLOT_BEFORE_DEADLINE",
  NOT_ENOUGH = "NOT_ENOUGH",
  QUALIFICATION_MISSING = "QUALIFICATION_MISSING",
  LEAD_TIME = "LEAD_TIME",
  ROW_STALE = "ROW_STALE",
  UNIT_NOT_CONVERTIBLE = "UNIT_NOT_CONVERTIBLE",
  NO_SUPPLY_IN_CATEGORY = "NO_SUPPLY_IN_CATEGORY",
  NEAR_CATEGORY_ONLY = "NEAR_CATEGORY_ONLY",
}

registerEnumType(GateCode, {
  name: "GateCode",
  description: "硬条件与无人能接的原因。A hard test, or the reason why nothing matches.",
  valuesConfig: {
    SELF_MATCH: { description: "本单位自己的资源。The asking unit's own row." },
    ROW_SUSPENDED: { description: "已撤回或暂停。Withdrawn or suspended." },
    OUT_OF_AREA: { description: "不在服务区域。Outside the area it serves." },
    TARGET_EXCLUDED: { description: "服务对象不符。Does not serve these people." },
    NO_SLOT_BEFORE_DEADLINE: { description: "有效期不相交。Not valid within the need's window." },
    NOT_ENOUGH: { description: "数量相差太多。Far too little." },
    QUALIFICATION_MISSING: { description: "缺少点名要的资质。Lacks a licence the need insists on." },
    ROW_STALE: { description: "一年多没有确认。Not confirmed for more than a year." },
    UNIT_NOT_CONVERTIBLE: { description: "计量单位不能换算。Counted in another measure." },
    LEAD_TIME: { description: "来不及预约。Needs longer notice." },
    NO_SUPPLY_IN_CATEGORY: { description: "没有这类资源。Nobody offers it." },
    NEAR_CATEGORY_ONLY: { description: "只有相近的。Only something related is on offer." },
  },
});

export const Supply = createUnionType({
  name: "Supply",
  description: "能满足需求的三类供给。What can meet a need: of units, volunteers and merchants.",
  types: () => [Resource, VolunteerServiceStub, MerchantOfferStub] as const,
});

@ObjectType({
  description: "得分的一部分，各部分之和等于总分。One part of a score; the points add up to it.",
})
export class ScorePart {
  @Field(() => String, { description: "category、text、place、time 等。Which part." })
  readonly name!: string;

  @Field(() => Float, { description: "政策给的权重。The policy's weight." })
  readonly weight!: number;

  @Field(() => Float, { description: "0 到 1。How well it fits." })
  readonly value!: number;

  @Field(() => Float, { description: "权重乘以符合程度。Weight times value." })
  readonly points!: number;
}

@ObjectType({ description: "一项硬条件的结果。The outcome of one hard test." })
export class Gate {
  @Field(() => GateCode)
  readonly code!: `${GateCode}`;

  @Field(() => Boolean)
  readonly passed!: boolean;

  @Field(() => String)
  readonly message!: string;

  @Field(() => String, {
    nullable: true,
    description: "能使它通过的最小改动。The smallest change that passes it.",
  })
  readonly change!: string | null;
}

@ObjectType({ description: "一条供给对一条需求的判断。How one supply suits one need." })
export class Candidate {
  @Field(() => Float, { description: "0 到 1，等于各部分得分之和。The sum of the parts' points." })
  readonly score!: number;

  @Field(() => [ScorePart])
  readonly parts!: readonly ScorePart[];

  @Field(() => [Gate], { description: "全部硬条件，不论是否通过。All hard tests, passed or not." })
  readonly gates!: readonly Gate[];
}

@ObjectType({ description: "为什么没有合适的供给。Why nothing meets the need." })
export class WhyNot {
  @Field(() => GateCode)
  readonly code!: `${GateCode}`;

  @Field(() => Int, { description: "有几条供给卡在这里。How many supplies fail for it." })
  readonly count!: number;

  @Field(() => String)
  readonly message!: string;

  @Field(() => String, { nullable: true, description: "最小的改动。The smallest change that would turn it." })
  readonly change!: string | null;
}

@ObjectType("CandidateConnection", { description: "按得分从高到低。Best score first." })
export class CandidateConnection extends connectionOf(() => Candidate, "Candidate") {
  @Field(() => Int, {
    nullable: true,
    description: "按哪个版本的匹配政策算的。The version of the policy that they were judged under.",
  })
  readonly policyVersion!: number | null;
}

@ArgsType()
export class CandidatePageArgs {
  @Field(() => Int, { defaultValue: 10, description: "每页条数，1–100。Page size." })
  @Min(1)
  @Max(100)
  readonly first: number = 10;

  @Field(() => String, { nullable: true, description: "上一页末的游标。Cursor of the page before." })
  readonly after?: string;
}

@ArgsType()
export class CandidatesArgs extends CandidatePageArgs {
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      "也列出未过硬条件或低于最低分的。Also those that fail a gate or stay below the minimum score.",
  })
  readonly includeFailed: boolean = false;
}

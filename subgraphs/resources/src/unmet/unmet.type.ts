import { connectionOf } from "@gongjian/shared/connection";
import { Field, Int, ObjectType } from "type-graphql";
import { GateCode } from "../matching/candidate.type.ts";

@ObjectType({
  description:
    "没有着落的一条需求，和最接近的资源为什么不行。A need without a candidate, and what keeps the nearest supplies away.",
})
export class UnmetNeed {}

export const UnmetNeedConnection = connectionOf(() => UnmetNeed, "UnmetNeed");

@ObjectType({
  description:
    "可以去问的单位：同类资源公布得最多，又服务得到那里。A unit that is likely to have it: it offers the most of the kind within reach.",
})
export class SuggestedUnit {
  @Field(() => Int, {
    description: "对其中几条需求，它有同类资源。For how many of the needs it offers the kind.",
  })
  readonly needs!: number;

  @Field(() => Int, { description: "公布中的同类资源几条。How many rows of the kind it offers." })
  readonly rows!: number;

  @Field(() => String, { description: "可以这样问它。A request to send to it." })
  readonly request!: string;
}

@ObjectType({ description: "没有着落的一种原因。A reason why needs are not met." })
export class UnmetReason {
  @Field(() => GateCode)
  readonly code!: `${GateCode}`;

  @Field(() => Int, {
    description: "主要因为它的有几条；各种原因的相加就是全部。For how many needs it is the foremost reason.",
  })
  readonly needs!: number;

  @Field(() => String, { description: "一句话。The reason in a sentence." })
  readonly message!: string;

  @Field(() => String, {
    nullable: true,
    description: "对其中最多的几条都有用的最小改动。The smallest change that would help most of them.",
  })
  readonly change!: string | null;

  @Field(() => Int, { description: "这个改动能帮到其中几条。How many of them that change is for." })
  readonly changeNeeds!: number;
}

@ObjectType({
  description:
    "党委看得到的需求里有多少没有着落、为什么。最多迟 60 秒。How many needs that a committee sees are not met, and why; at most 60 seconds old.",
})
export class UnmetNeeds {
  @Field(() => Int, { description: "看过几条公布中的需求。How many published needs were looked at." })
  readonly asked!: number;

  @Field(() => Int, {
    description:
      "其中几条有候选，或项目已经安排足。How many have a candidate, or got everything from projects.",
  })
  readonly met!: number;

  @Field(() => Int, {
    description:
      "还有几条没有看：一次最多看 2,000 条，紧急的先看；一时看不完的，过几秒再问。Not looked at: beyond the 2,000 most urgent, or for want of time; then ask again in some seconds.",
  })
  readonly notJudged!: number;

  @Field(() => [UnmetReason], { description: "各种原因，涉及最多的在前。Reasons, most needs first." })
  readonly byReason!: readonly UnmetReason[];
}

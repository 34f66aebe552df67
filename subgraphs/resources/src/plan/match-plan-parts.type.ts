import { connectionOf } from "@gongjian/shared/connection";
import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";

export enum PlanGoal {
  URGENT = "URGENT",
  SERVED = "SERVED",
  SCORE = "SCORE",
  FAIR = "FAIR",
}
registerEnumType(PlanGoal, {
  name: "PlanGoal",
  description: "撮合方案追求的目标。What a plan is to be good at.",
  valuesConfig: {
    URGENT: { description: "先让紧急的有着落，再较急的。The urgent needs first, then the less urgent." },
    SERVED: { description: "有着落的需求最多，哪怕只满足一部分。Most needs served, at least partly." },
    SCORE: { description: "总分最高：得分乘以满足的比例。The highest sum of score times share filled." },
    FAIR: {
      description: "各单位承担的条数最均匀；要排在 SERVED 之后。Even loads; it must stand after SERVED.",
    },
  },
});

@ObjectType({ description: "一个目标让后面的目标付出的代价。What one goal cost a later one." })
export class PlanGoalCost {
  @Field(() => PlanGoal, { description: "付出代价的目标。Which goal gave something up." })
  readonly goal!: `${PlanGoal}`;

  @Field(() => Float, {
    description:
      "少了多少，单位同那个目标的 value；负数是反而多了。In that goal's measure; below 0: it gained.",
  })
  readonly givenUp!: number;

  @Field(() => Float, {
    nullable: true,
    description: "占本来能达到的几成，0–1。Of what it would have reached.",
  })
  readonly share!: number | null;

  @Field(() => String, { description: "一句话，如“让出总分1.83（2.4%）”。The same in words." })
  readonly message!: string;
}

@ObjectType({ description: "一个目标达到了多少。What a goal has reached." })
export class PlanGoalOutcome {
  @Field(() => PlanGoal)
  readonly goal!: `${PlanGoal}`;

  @Field(() => Float, {
    description:
      "URGENT：有着落的紧急需求；SERVED：有着落的需求；SCORE：总分；FAIR：各单位条数的平方和，越小越均匀。Urgent needs served; needs served; the sum of scores; the sum of squared loads, the smaller the better.",
  })
  readonly value!: number;

  @Field(() => String, { description: "一句话。The same in words." })
  readonly message!: string;

  @Field(() => [PlanGoalCost], {
    description: "让排在后面的目标付出了什么；没有则为空。What later goals gave up for it; empty: nothing.",
  })
  readonly costs!: readonly PlanGoalCost[];
}

@ObjectType({ description: "分担得是否均匀，按条数算。How evenly units carry needs." })
export class PlanFairness {
  @Field(() => Int, { description: "承担了至少一条的单位。Units that serve a need." })
  readonly unitsWithMatch!: number;

  @Field(() => Int, { description: "有合适供给的单位。Units that could serve one." })
  readonly unitsActive!: number;

  @Field(() => Int, { description: "承担最多的单位有几条。The most that one unit carries." })
  readonly largestLoad!: number;

  @Field(() => Float, { description: "它占全部的几成，0–1。Its share of all loads." })
  readonly largestShare!: number;

  @Field(() => Float, { description: "基尼系数，0 为完全均匀。Gini of the loads; 0: all alike." })
  readonly gini!: number;
}

@ObjectType({ description: "正在做到哪一步。How far the work is." })
export class PlanProgress {
  @Field(() => String, {
    nullable: true,
    description:
      "COLLECTING 找候选、SOLVING 求解、STORING 保存；不在做时为空。Collecting candidates, solving, storing; null when idle.",
  })
  readonly phase!: string | null;

  @Field(() => Int, { description: "这一步做完了多少。Steps done." })
  readonly done!: number;

  @Field(() => Int, { description: "这一步一共多少；会增加。Of how many; it may grow." })
  readonly of!: number;
}

@ObjectType({
  description:
    "方案里的一行：这条需求由这条供给来办。什么都没有承诺。One line: this supply for this need. Nothing is promised.",
})
export class MatchPlanLine {
  @Field(() => Float, {
    nullable: true,
    description: "给多少，按需求的计量单位；用一次、办一次的为空。In the need's measure; null: once.",
  })
  readonly amount!: number | null;

  @Field(() => String, { nullable: true })
  readonly unitOfMeasure!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "在哪个月（YYYY-MM）；给东西的为空。In which month; null for what is given away.",
  })
  readonly month!: string | null;

  @Field(() => Float, { description: "这一对的得分，0–1。The pair's score." })
  readonly score!: number;

  @Field(() => [String], { description: "理由，做方案时的。The reasons, as they were then." })
  readonly reasons!: string[];

  @Field(() => String, { description: "谁来提供。Who provides it." })
  readonly ownerName!: string;
}

@ObjectType({ description: "方案里没有着落的需求，和原因。A need to which the plan gives nothing, and why." })
export class MatchPlanUnserved {
  @Field(() => String, {
    description:
      "whyNot 的代码；或 SUPPLIES_TAKEN 合适的给了别的需求、UNIT_AT_FAIR_SHARE 单位到了上限、BELOW_MIN_SCORE 不够最低分。A why-not code, or one of these three.",
  })
  readonly code!: string;

  @Field(() => String)
  readonly message!: string;

  @Field(() => String, { nullable: true, description: "最小的改动。The smallest change that would help." })
  readonly change!: string | null;
}

@ObjectType({ description: "一个单位承担几条。How many needs the plan lays on a unit." })
export class MatchPlanLoad {
  @Field(() => String, { description: "单位或商户、队伍的名称。The owner's name." })
  readonly ownerName!: string;

  @Field(() => Int, { description: "承担几条需求。How many needs." })
  readonly needs!: number;

  @Field(() => Int, { description: "能办几条。How many it could serve." })
  readonly able!: number;

  @Field(() => Float, { description: "占全部的几成，0–1。Share of all loads." })
  readonly share!: number;
}

export const MatchPlanLineConnection = connectionOf(() => MatchPlanLine, "MatchPlanLine");
export type MatchPlanLineConnection = InstanceType<typeof MatchPlanLineConnection>;

export const MatchPlanUnservedConnection = connectionOf(() => MatchPlanUnserved, "MatchPlanUnserved");
export type MatchPlanUnservedConnection = InstanceType<typeof MatchPlanUnservedConnection>;

export const MatchPlanLoadConnection = connectionOf(() => MatchPlanLoad, "MatchPlanLoad");
export type MatchPlanLoadConnection = InstanceType<typeof MatchPlanLoadConnection>;

import { connectionOf } from "@gongjian/shared/connection";
import { LocalDate } from "@gongjian/shared/local-date";
import { Field, Float, GraphQLISODateTime, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { PlanGoal } from "./match-plan-parts.type.ts";

export enum MatchPlanState {
  QUEUED = "QUEUED",
  RUNNING = "RUNNING",
  DONE = "DONE",
  FAILED = "FAILED",
  CANCELLED = "CANCELLED",
}
registerEnumType(MatchPlanState, {
  name: "MatchPlanState",
  description: "撮合方案的状态。Where a plan stands.",
  valuesConfig: {
    QUEUED: { description: "等着做。Waiting." },
    RUNNING: { description: "正在做。Being made." },
    DONE: { description: "做好了。Made." },
    FAILED: { description: "没有做成，见 failureCode。Not made." },
    CANCELLED: { description: "被取消了。Called off." },
  },
});

@ObjectType({
  description:
    "撮合方案：把一个区域的需求和供给一次排好，只供会前参考，什么都没有承诺；保留 30 天。A plan of who serves which need, before a meeting. Nothing is promised by it. Kept for 30 days.",
})
export class MatchPlan {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => MatchPlanState, { description: "状态。Where it stands." })
  readonly state!: `${MatchPlanState}`;

  @Field(() => [PlanGoal], { description: "目标的先后。The order of goals." })
  readonly goalOrder!: `${PlanGoal}`[];

  @Field(() => Int, { nullable: true, description: "一个单位最多承担几条。The most needs of one unit." })
  readonly unitCap!: number | null;

  @Field(() => Int, { description: "每条需求看几条候选。Candidates looked at for each need." })
  readonly candidatesPerNeed!: number;

  @Field(() => Float, { nullable: true, description: "最低分；空为政策规定的。Null: the policy's." })
  readonly minScore!: number | null;

  @Field(() => LocalDate, {
    nullable: true,
    description: "只排这一天以后的。What is over by then is left out.",
  })
  readonly openOn!: string | null;

  @Field(() => String, { description: "提出者的角色。The role of whoever asked for it." })
  readonly requestedByRole!: string;

  @Field(() => GraphQLISODateTime)
  readonly requestedAt!: Date;

  @Field(() => GraphQLISODateTime, { nullable: true })
  readonly startedAt!: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true })
  readonly finishedAt!: Date | null;

  @Field(() => String, {
    nullable: true,
    description:
      "没有做成的原因：PLAN_TIMED_OUT 超时、PLAN_ABANDONED 进程中断、PLAN_FAILED 其他。Why it was not made.",
  })
  readonly failureCode!: string | null;

  @Field(() => Int, { nullable: true, description: "打分政策的版本。The version of the scoring policy." })
  readonly policyVersion!: number | null;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: "清单是什么时候读的。When lists were read for it.",
  })
  readonly snapshotAt!: Date | null;
}

export const MatchPlanConnection = connectionOf(() => MatchPlan, "MatchPlan");
export type MatchPlanConnection = InstanceType<typeof MatchPlanConnection>;

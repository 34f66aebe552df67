import { PageArgs } from "@gongjian/shared/connection";
import { settle, type UserError } from "@gongjian/shared/user-error";
import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { AreaStub } from "../area/area.stub.ts";
import type { Context } from "../context.ts";
import {
  CancelMatchPlanInput,
  CancelMatchPlanResult,
  PlanMatchesInput,
  PlanMatchesResult,
  type CancelMatchPlanSuccess,
  type PlanMatchesSuccess,
} from "./match-plan-changes.type.ts";
import {
  MatchPlanLineConnection,
  MatchPlanLoadConnection,
  MatchPlanUnservedConnection,
  PlanFairness,
  PlanGoalCost,
  PlanGoalOutcome,
  PlanProgress,
} from "./match-plan-parts.type.ts";
import type { MatchPlanView } from "./match-plan.loader.ts";
import { MatchPlan, MatchPlanConnection } from "./match-plan.type.ts";

@Resolver(() => MatchPlan)
export class MatchPlanResolver {
  @Mutation(() => PlanMatchesResult, {
    description:
      "把一个区域的需求和供给一次排好，作为后台任务；不写承诺。Plans all needs of an area at once, as a job; promises nothing.",
  })
  planMatches(
    @Arg("input", () => PlanMatchesInput) input: PlanMatchesInput,
    @Ctx() { matchPlans }: Context,
  ): Promise<PlanMatchesSuccess | UserError> {
    return settle(matchPlans.plan(input));
  }

  @Mutation(() => CancelMatchPlanResult, { description: "取消还没做好的方案。Calls a plan off." })
  cancelMatchPlan(
    @Arg("input", () => CancelMatchPlanInput) input: CancelMatchPlanInput,
    @Ctx() { matchPlans }: Context,
  ): Promise<CancelMatchPlanSuccess | UserError> {
    return settle(matchPlans.cancel(input));
  }

  @Query(() => MatchPlan, {
    nullable: true,
    description: "按 id 取一份方案；不归您管的为空。One plan by its id; null for another area's.",
  })
  matchPlan(@Arg("id", () => ID) id: string, @Ctx() { matchPlans }: Context): Promise<MatchPlan | null> {
    return matchPlans.find(id);
  }

  @Query(() => MatchPlanConnection, {
    description:
      "这个区域及其下级的方案，新的在前。Plans of this area and everything below it, newest first.",
  })
  matchPlans(
    @Arg("areaCode", () => ID) areaCode: string,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { matchPlans }: Context,
  ): Promise<MatchPlanConnection> {
    return matchPlans.ofArea(areaCode, page);
  }

  @FieldResolver(() => AreaStub, { nullable: true, description: "排的是哪个区域。The area it is about." })
  area(@Root() { areaCode }: MatchPlanView): AreaStub {
    return { code: areaCode };
  }

  @FieldResolver(() => ID, { nullable: true, description: "为哪个党委做的。The committee it is for." })
  committeeId(@Root() plan: MatchPlanView): string | null {
    return plan.committeeId;
  }

  @FieldResolver(() => PlanProgress, { description: "做到哪一步。How far it is." })
  progress(@Root() { phase, done, total }: MatchPlanView): PlanProgress {
    return { phase, done, of: total };
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "一段话说清结果；做好之前为空。The result in a sentence; null before it is made.",
  })
  summary(@Root() { outcome }: MatchPlanView): string | null {
    return outcome?.summary ?? null;
  }

  @FieldResolver(() => Int, { nullable: true, description: "排了几条需求。How many needs it is about." })
  needCount(@Root() { outcome }: MatchPlanView): number | null {
    return outcome?.needs ?? null;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: "几条有着落。How many are served at least partly.",
  })
  servedCount(@Root() { outcome }: MatchPlanView): number | null {
    return outcome?.served ?? null;
  }

  @FieldResolver(() => [PlanGoalOutcome], {
    description:
      "各个目标达到多少、代价多少，按先后；做好之前为空。Each goal in its order; empty before it is made.",
  })
  goals(@Root() { outcome }: MatchPlanView): readonly PlanGoalOutcome[] {
    return outcome?.goals ?? [];
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: "是否算了代价；超过 2000 条需求的不算。Whether costs were computed; not beyond 2,000 needs.",
  })
  isPriced(@Root() { outcome }: MatchPlanView): boolean | null {
    return outcome?.priced ?? null;
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: "是否保证最好；可拆分的物资碰上单位上限时不保证。Whether it is proved to be the best.",
  })
  isOptimal(@Root() { outcome }: MatchPlanView): boolean | null {
    return outcome?.exact ?? null;
  }

  @FieldResolver(() => [PlanGoalCost], { description: "单位上限的代价。What the cap on units cost." })
  unitCapCosts(@Root() { outcome }: MatchPlanView): readonly PlanGoalCost[] {
    return outcome?.unitCapCosts ?? [];
  }

  @FieldResolver(() => PlanFairness, {
    nullable: true,
    description: "分担得是否均匀；做好之前为空。How evenly it is shared; null before it is made.",
  })
  fairness(@Root() { outcome }: MatchPlanView): PlanFairness | null {
    return outcome?.fairness ?? null;
  }

  @FieldResolver(() => MatchPlanLineConnection, {
    description: "谁办哪条，紧急的在前，再按得分。Who serves what: the urgent first, then by score.",
  })
  lines(
    @Root() { id }: MatchPlanView,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { planLinesLoader }: Context,
  ): Promise<MatchPlanLineConnection> {
    return planLinesLoader.load(id, page);
  }

  @FieldResolver(() => MatchPlanUnservedConnection, {
    description: "没有着落的需求和原因，紧急的在前。Needs without anything, and why.",
  })
  unserved(
    @Root() { id }: MatchPlanView,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { planUnservedLoader }: Context,
  ): Promise<MatchPlanUnservedConnection> {
    return planUnservedLoader.load(id, page);
  }

  @FieldResolver(() => MatchPlanLoadConnection, {
    description:
      "各单位承担几条，多的在前；能办而没有轮到的也列。Loads of units, the largest first, and zeros.",
  })
  loads(
    @Root() { id }: MatchPlanView,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { planLoadsLoader }: Context,
  ): Promise<MatchPlanLoadConnection> {
    return planLoadsLoader.load(id, page);
  }
}

import { PageArgs } from "@gongjian/shared/connection";
import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import { CommitteeStub } from "../committee/committee.stub.ts";
import type { Context } from "../context.ts";
import { Supply } from "../matching/candidate.type.ts";
import { toSupply } from "../matching/supply-entity.ts";
import { Need } from "../need/need.type.ts";
import { OrganisationStub } from "../organisation/organisation.stub.ts";
import type { MatchPlanLineRow } from "./match-plan-line.row.ts";
import type { MatchPlanLoadRow } from "./match-plan-load.row.ts";
import { MatchPlanLine, MatchPlanLoad, MatchPlanUnserved } from "./match-plan-parts.type.ts";
import type { MatchPlanUnservedRow } from "./match-plan-unserved.row.ts";
import { MatchPlanConnection } from "./match-plan.type.ts";

@Resolver(() => MatchPlanLine)
export class MatchPlanLineResolver {
  @FieldResolver(() => Need, {
    nullable: true,
    description: "哪条需求；后来撤回的为空。Null once withdrawn.",
  })
  need(@Root() { needId }: MatchPlanLineRow, @Ctx() { needLoader }: Context): Promise<Need | null> {
    return needLoader.load(needId);
  }

  @FieldResolver(() => Supply, {
    nullable: true,
    description: "哪条供给；后来撤回的为空。Null once withdrawn.",
  })
  supply(
    @Root() { supplyId: id, supplyKind: kind }: MatchPlanLineRow,
    @Ctx() { resourceLoader }: Context,
  ): Promise<typeof Supply | null> {
    // It reads no more of a supply than these two.
    return toSupply({ id, kind }, resourceLoader);
  }

  @FieldResolver(() => OrganisationStub, {
    nullable: true,
    description: "提供的单位；商户和没有单位的队伍为空。The providing unit; null where it is none.",
  })
  unit(@Root() { unitId }: MatchPlanLineRow): OrganisationStub | null {
    return unitId === null ? null : { id: unitId };
  }
}

@Resolver(() => MatchPlanUnserved)
export class MatchPlanUnservedResolver {
  @FieldResolver(() => Need, {
    nullable: true,
    description: "哪条需求；后来撤回的为空。Null once withdrawn.",
  })
  need(@Root() { needId }: MatchPlanUnservedRow, @Ctx() { needLoader }: Context): Promise<Need | null> {
    return needLoader.load(needId);
  }
}

@Resolver(() => MatchPlanLoad)
export class MatchPlanLoadResolver {
  @FieldResolver(() => OrganisationStub, {
    nullable: true,
    description: "哪个单位；商户和没有单位的队伍为空。The unit; null where it is none.",
  })
  unit(@Root() { unitId }: MatchPlanLoadRow): OrganisationStub | null {
    return unitId === null ? null : { id: unitId };
  }
}

@Resolver(() => CommitteeStub)
export class CommitteePlansResolver {
  @Directive('@requires(fields: "area { code }")')
  @FieldResolver(() => MatchPlanConnection, {
    nullable: true,
    description: "本区域的撮合方案，新的在前。Plans of its area, newest first.",
  })
  matchPlans(
    @Root() committee: CommitteeStub,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { matchPlans }: Context,
  ): Promise<MatchPlanConnection> {
    return matchPlans.ofCommittee(committee, page);
  }
}

import { PageArgs, type Connection } from "@gongjian/shared/connection";
import { Arg, Args, Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import { CommitteeStub } from "../committee/committee.stub.ts";
import type { Context } from "../context.ts";
import { GateCode, WhyNot } from "../matching/candidate.type.ts";
import { Need } from "../need/need.type.ts";
import { OrganisationStub } from "../organisation/organisation.stub.ts";
import type { UnmetReasonView } from "./by-reason.ts";
import type { LikelyUnit } from "./likely-units.ts";
import type { ReasonOfNeed, UnmetNeedView } from "./reasons-of-need.ts";
import type { UnmetNeedsView } from "./unmet.service.ts";
import { SuggestedUnit, UnmetNeed, UnmetNeedConnection, UnmetNeeds, UnmetReason } from "./unmet.type.ts";

@Resolver(() => CommitteeStub)
export class CommitteeUnmetResolver {
  @Directive('@requires(fields: "area { code } seatedUnitIds")')
  @FieldResolver(() => UnmetNeeds, {
    nullable: true,
    description:
      "党委看得到的需求里没有着落的，按原因汇总。Of the needs that it sees, those that nothing meets, by reason.",
  })
  unmet(@Root() committee: CommitteeStub, @Ctx() { unmet }: Context): Promise<UnmetNeedsView | null> {
    return unmet.ofCommittee(committee);
  }
}

@Resolver(() => UnmetNeeds)
export class UnmetNeedsResolver {
  @FieldResolver(() => UnmetNeedConnection, {
    description: "没有着落的需求，紧急的在前。The needs that are not met, urgent ones first.",
  })
  needs(
    @Root() found: UnmetNeedsView,
    @Arg("code", () => GateCode, {
      nullable: true,
      description: "只要主要因为它的。Only those of which it is the foremost reason.",
    })
    code: `${GateCode}` | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { unmet }: Context,
  ): Connection<UnmetNeedView> {
    return unmet.needs(found, code ?? null, page);
  }
}

@Resolver(() => UnmetReason)
export class UnmetReasonResolver {
  @FieldResolver(() => [SuggestedUnit], {
    description:
      "没有单位有的，可以问哪几家，至多三家；别的原因为空。Whom to ask for what nobody offers, at most three; empty for other reasons.",
  })
  suggestedUnits(@Root() reason: UnmetReasonView, @Ctx() { unmet }: Context): Promise<LikelyUnit[]> {
    return unmet.suggestedUnits(reason);
  }
}

@Resolver(() => SuggestedUnit)
export class SuggestedUnitResolver {
  @FieldResolver(() => OrganisationStub, { nullable: true, description: "哪个单位。Which unit." })
  unit(@Root() { unitId }: LikelyUnit): OrganisationStub {
    return { id: unitId };
  }
}

@Resolver(() => UnmetNeed)
export class UnmetNeedResolver {
  @FieldResolver(() => Need, { nullable: true, description: "哪条需求；刚撤回的为空。Which need." })
  need(@Root() { needId }: UnmetNeedView, @Ctx() { needLoader }: Context): Promise<Need | null> {
    return needLoader.load(needId);
  }

  @FieldResolver(() => [WhyNot], { description: "各种原因，主要的在前。Reasons, the foremost first." })
  reasons(@Root() { reasons }: UnmetNeedView): readonly ReasonOfNeed[] {
    return reasons;
  }
}

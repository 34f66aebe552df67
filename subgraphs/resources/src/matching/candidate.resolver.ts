import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Need } from "../need/need.type.ts";
import { Resource } from "../resource/resource.type.ts";
import {
  Candidate,
  CandidateConnection,
  CandidatePageArgs,
  CandidatesArgs,
  Supply,
  WhyNot,
} from "./candidate.type.ts";
import type { CandidateContext } from "./candidate.context.ts";
import type { CandidatePage } from "./candidate.service.ts";
import type { Judgement } from "./judge.ts";
import { reasonsFor } from "./reasons.ts";
import { toSupply } from "./supply-entity.ts";
import type { Absence } from "./why-not.ts";

@Resolver(() => Need)
export class NeedCandidatesResolver {
  @FieldResolver(() => CandidateConnection, {
    description:
      "能满足这条需求的供给，三类一起排。Supplies that can meet the need, of all kinds in one ranking.",
  })
  candidates(
    @Root() need: Need,
    @Args(() => CandidatesArgs) args: CandidatesArgs,
    @Ctx() context: CandidateContext,
  ): Promise<CandidatePage> {
    return context.candidates.forNeed(need.id, args);
  }

  @FieldResolver(() => [WhyNot], {
    description: "没有合适供给时的原因；有则为空。Why nothing meets the need; empty when something does.",
  })
  whyNot(@Root() need: Need, @Ctx() context: CandidateContext): Promise<Absence[]> {
    return context.candidates.whyNot(need.id);
  }
}

@Resolver(() => Resource)
export class ResourceCandidatesResolver {
  @FieldResolver(() => CandidateConnection, {
    description: "这条资源能满足的需求。Needs that this resource can meet.",
  })
  wantedBy(
    @Root() resource: Resource,
    @Args(() => CandidatePageArgs) args: CandidatePageArgs,
    @Ctx() context: CandidateContext,
  ): Promise<CandidatePage> {
    return context.candidates.forSupply(resource.id, args);
  }
}

@Resolver(() => Candidate)
export class CandidateResolver {
  @FieldResolver(() => Need)
  need(@Root() { need }: Judgement, @Ctx() context: CandidateContext): Promise<Need | null> {
    return context.needLoader.load(need.id);
  }

  @FieldResolver(() => Supply, { nullable: true })
  supply(@Root() { supply }: Judgement, @Ctx() context: CandidateContext): Promise<typeof Supply | null> {
    return toSupply(supply, context.resourceLoader);
  }

  @FieldResolver(() => [String], {
    description: "理由，由得分的同一批数字写成。Reasons, made from the same numbers as the score.",
  })
  reasons(@Root() judgement: Judgement): string[] {
    return reasonsFor(judgement);
  }
}

@Resolver(() => WhyNot)
export class WhyNotResolver {
  @FieldResolver(() => [Supply], { description: "最接近的几条，至多三条。The nearest, at most three." })
  async examples(@Root() absence: Absence, @Ctx() context: CandidateContext): Promise<(typeof Supply)[]> {
    const supplies = absence.examples.map(({ supply }) => toSupply(supply, context.resourceLoader));
    return (await Promise.all(supplies)).filter((supply) => supply !== null);
  }
}

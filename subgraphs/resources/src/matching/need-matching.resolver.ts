import { Args, ArgsType, Ctx, Field, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { Max, Min } from "class-validator";
import { Need } from "../need/need.type.ts";
import { Bundle, BundlePart } from "./bundle.type.ts";
import type { Bundle as FoundBundle, BundlePart as FoundPart } from "./bundles.ts";
import { Candidate } from "./candidate.type.ts";
import type { CandidateContext } from "./candidate.context.ts";
import type { Judgement } from "./judge.ts";
import { NeedMeaning } from "./need-meaning.type.ts";

@ArgsType()
class NearbyArgs {
  @Field(() => Int, { defaultValue: 5, description: "条数，1–20。How many." })
  @Min(1)
  @Max(20)
  readonly first: number = 5;
}

/** What else there is to say about a need beside its candidates. */
@Resolver(() => Need)
export class NeedMatchingResolver {
  @FieldResolver(() => [Candidate], {
    description:
      "只是相近、够得着的供给，供参考，不算匹配。Only related to what is asked, yet within reach: a suggestion, not a match.",
  })
  nearby(
    @Root() need: Need,
    @Args(() => NearbyArgs) { first }: NearbyArgs,
    @Ctx() context: CandidateContext,
  ): Promise<Judgement[]> {
    return context.candidates.nearby(need.id, first);
  }

  @FieldResolver(() => [Bundle], {
    description: "一条不够时，几条合起来的办法。What several supplies can do together where none does alone.",
  })
  bundles(@Root() need: Need, @Ctx() context: CandidateContext): Promise<FoundBundle[]> {
    return context.candidates.bundles(need.id);
  }

  @FieldResolver(() => NeedMeaning, {
    nullable: true,
    description: "系统怎样理解这条需求。How the need was understood.",
  })
  meaning(@Root() need: Need, @Ctx() context: CandidateContext): Promise<NeedMeaning | null> {
    return context.candidates.meaning(need.id);
  }
}

@Resolver(() => Bundle)
export class BundleResolver {
  @FieldResolver(() => String)
  summary(@Root() { kind, parts, covers }: FoundBundle): string {
    const names = parts.map(({ judgement: { supply }, thing, amount }) => {
      const what = thing ?? (amount === null ? null : `${amount}`);
      return `${supply.ownerName}“${supply.title}”${what === null ? "" : `（${what}）`}`;
    });
    const share = covers >= 1 ? "全部" : `${Math.floor(covers * 100)}%`;
    return kind === "THINGS"
      ? `${names.join("，加")}，合起来就齐了。`
      : `${names.join("，加")}，合起来够${share}。`;
  }
}

@Resolver(() => BundlePart)
export class BundlePartResolver {
  @FieldResolver(() => Candidate, { description: "这一条的判断。How this supply was judged." })
  candidate(@Root() { judgement }: FoundPart): Judgement {
    return judgement;
  }
}

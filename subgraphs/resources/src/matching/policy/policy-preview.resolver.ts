import { settle, type UserError } from "@gongjian/shared/user-error";
import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.ts";
import { Need } from "../../need/need.type.ts";
import { Candidate } from "../candidate.type.ts";
import type { Judgement } from "../judge.ts";
import {
  MatchPolicyChange,
  MatchPolicyPreview,
  PreviewMatchPolicyInput,
  PreviewMatchPolicyResult,
} from "./policy-preview.type.ts";
import type { PolicyChange, PolicyPreview } from "./preview-policy.ts";

@Resolver(() => MatchPolicyPreview)
export class MatchPolicyPreviewResolver {
  @Query(() => PreviewMatchPolicyResult, {
    description:
      "定政策以前先试一试：排序和候选会有什么变化。What a policy would change, before it is decided; nothing is written.",
  })
  previewMatchPolicy(
    @Arg("input", () => PreviewMatchPolicyInput) input: PreviewMatchPolicyInput,
    @Ctx() { matchPolicies }: Context,
  ): Promise<MatchPolicyPreview | UserError> {
    return settle(matchPolicies.preview(input));
  }

  @FieldResolver(() => [MatchPolicyChange], {
    description: "有变化的需求，至多 20 条。The needs for which it changes something, at most 20.",
  })
  changes(@Root() { changes }: PolicyPreview): readonly PolicyChange[] {
    return changes;
  }
}

@Resolver(() => MatchPolicyChange)
export class MatchPolicyChangeResolver {
  @FieldResolver(() => Need, { nullable: true })
  need(@Root() { needId }: PolicyChange, @Ctx() { needLoader }: Context): Promise<Need | null> {
    return needLoader.load(needId);
  }

  @FieldResolver(() => Candidate, {
    nullable: true,
    description: "现行政策下排第一的；没有的为空。First under the policy in force; null without any.",
  })
  before(@Root() { before }: PolicyChange): Judgement | null {
    return before;
  }

  @FieldResolver(() => Candidate, {
    nullable: true,
    description: "试的政策下排第一的；没有的为空。First under the policy that is tried; null without any.",
  })
  after(@Root() { after }: PolicyChange): Judgement | null {
    return after;
  }
}

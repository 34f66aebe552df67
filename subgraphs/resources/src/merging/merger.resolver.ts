import { maskAccount, Masked } from "@gongjian/shared/masked-text";
import { settle, type UserError } from "@gongjian/shared/user-error";
import { may, type Viewer } from "@gongjian/shared/viewer";
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import type { NeedView } from "../need/need.loader.ts";
import { Need } from "../need/need.type.ts";
import type { MergedNeedView, NeedMergerView } from "./merger.loader.ts";
import {
  MergedNeed,
  MergedQuantity,
  MergeNeedsInput,
  MergeNeedsResult,
  MergerActor,
  NeedMerger,
  UnmergeNeedsInput,
  UnmergeNeedsResult,
  type MergeNeedsSuccess,
  type UnmergeNeedsSuccess,
} from "./merger.type.ts";

@Resolver(() => Need)
export class MergedNeedResolver {
  @Mutation(() => MergeNeedsResult, {
    description:
      "把同类或重复的需求合并成一条，可以撤销。Merges needs of one kind, or one raised several times; it can be undone.",
  })
  mergeNeeds(
    @Arg("input", () => MergeNeedsInput) input: MergeNeedsInput,
    @Ctx() { merging }: Context,
  ): Promise<MergeNeedsSuccess | UserError> {
    return settle(merging.merge(input));
  }

  @Mutation(() => UnmergeNeedsResult, {
    description: "撤销合并，原来几条恢复原样。Undoes a merging: the needs stand for themselves again.",
  })
  unmergeNeeds(
    @Arg("input", () => UnmergeNeedsInput) input: UnmergeNeedsInput,
    @Ctx() { merging }: Context,
  ): Promise<UnmergeNeedsSuccess | UserError> {
    return settle(merging.unmerge(input));
  }

  @FieldResolver(() => Need, {
    nullable: true,
    description: "并入了哪一条；没有合并的为空。The need it is merged into; null for others.",
  })
  async mergedInto(
    @Root() { id, state }: NeedView,
    @Ctx() { mergerLoader, needLoader }: Context,
  ): Promise<Need | null> {
    const merger = state === "MERGED" ? await mergerLoader.mergedInto.load(id) : null;
    return merger === null ? null : needLoader.load(merger);
  }

  @FieldResolver(() => NeedMerger, {
    nullable: true,
    description:
      "由哪几条合并而成；单位自己报的为空。How it was made of others; null for a need that a unit has published.",
  })
  merger(@Root() { id }: NeedView, @Ctx() { mergerLoader }: Context): Promise<NeedMerger | null> {
    return mergerLoader.ofNeed.load(id);
  }
}

@Resolver(() => NeedMerger)
export class NeedMergerResolver {
  @FieldResolver(() => [MergedNeed], { description: "合并过的各条，至多 50。Its needs, at most 50." })
  children(@Root() { id }: NeedMergerView, @Ctx() { mergerLoader }: Context): Promise<MergedNeed[]> {
    return mergerLoader.children.load(id);
  }

  @FieldResolver(() => [MergedQuantity], {
    description:
      "各计量单位的合计；不止一种时，合并成的需求没有数量。What is asked by measure; where there are several, the need has no quantity.",
  })
  quantities(@Root() { id }: NeedMergerView, @Ctx() { mergerLoader }: Context): Promise<MergedQuantity[]> {
    return mergerLoader.quantities.load(id);
  }

  @FieldResolver(() => MergerActor, {
    nullable: true,
    description: "谁合并的；只有能看版本的人看得到。Who merged; for those who may read the unit's revisions.",
  })
  mergedBy(@Root() merger: NeedMergerView, @Ctx() { viewer }: Context): MergerActor | null {
    return actorOf(viewer, merger, merger.mergedBy, merger.mergedRole);
  }

  @FieldResolver(() => MergerActor, { nullable: true, description: "谁撤销的。Who undid it." })
  undoneBy(@Root() merger: NeedMergerView, @Ctx() { viewer }: Context): MergerActor | null {
    return actorOf(viewer, merger, merger.undoneBy, merger.undoneRole);
  }
}

@Resolver(() => MergedNeed)
export class MergedNeedChildResolver {
  @FieldResolver(() => Need, { nullable: true, description: "哪条需求；撤回了的为空。Which need." })
  need(@Root() { needId }: MergedNeedView, @Ctx() { needLoader }: Context): Promise<Need | null> {
    return needLoader.load(needId);
  }
}

function actorOf(
  viewer: Viewer,
  { unitId, unitAreaCode: areaCode }: NeedMergerView,
  subject: string | null,
  role: string | null,
): MergerActor | null {
  if (subject === null || role === null || !may(viewer, "revision.read", { unitId, areaCode })) return null;
  return { role, subject: Masked.stored(maskAccount(subject)) };
}

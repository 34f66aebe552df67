import { PageArgs } from "@gongjian/shared/connection";
import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import type { NeedView } from "../need/need.loader.ts";
import { Need } from "../need/need.type.ts";
import type { DuplicateGroup } from "./duplicate.service.ts";
import { DuplicateNeeds, NeedDuplicate, NeedDuplicateConnection } from "./duplicate.type.ts";
import type { LikelyDuplicate } from "./find-duplicates.ts";

@Resolver(() => Need)
export class NeedDuplicatesResolver {
  @FieldResolver(() => NeedDuplicateConnection, {
    description:
      "可能重复或同类的其他需求：意思相近、同一社区、对象和时段相合。Other needs that probably ask for the same: near in meaning, in one community, for the same people, on days in common.",
  })
  duplicates(
    @Root() { id }: NeedView,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { duplicates }: Context,
  ): Promise<NeedDuplicateConnection> {
    return duplicates.of(id, page);
  }
}

@Resolver(() => NeedDuplicate)
export class NeedDuplicateResolver {
  @FieldResolver(() => Need, { nullable: true })
  need(@Root() { needId }: LikelyDuplicate, @Ctx() { needLoader }: Context): Promise<Need | null> {
    return needLoader.load(needId);
  }
}

@Resolver(() => DuplicateNeeds)
export class DuplicateNeedsResolver {
  @FieldResolver(() => Need, { nullable: true, description: "最早公布的一条。The one published first." })
  need(@Root() { needId }: DuplicateGroup, @Ctx() { needLoader }: Context): Promise<Need | null> {
    return needLoader.load(needId);
  }
}

import { PageArgs } from "@gongjian/shared/connection";
import { settle, type UserError } from "@gongjian/shared/user-error";
import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { Need } from "../need/need.type.ts";
import { Resource } from "../resource/resource.type.ts";
import { noticeText } from "./notice-text.ts";
import type { ListingNoticeView } from "./listing-notice.service.ts";
import {
  DismissListingNoticeInput,
  DismissListingNoticeResult,
  ListingNotice,
  ListingNoticeConnection,
  type DismissListingNoticeSuccess,
} from "./listing-notice.type.ts";

@Resolver(() => ListingNotice)
export class ListingNoticeResolver {
  @Query(() => ListingNoticeConnection, {
    description:
      "给一个单位的提醒，先提醒的在前：7 天和 1 天内到期的、该确认的。A unit's notices: what ends in 7 days or tomorrow, what is to be confirmed.",
  })
  listingNotices(
    @Arg("unitId", () => ID) unitId: string,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { listingNotices }: Context,
  ): Promise<ListingNoticeConnection> {
    return listingNotices.list(unitId, page);
  }

  @Query(() => Int, { description: "一个单位还有几条提醒。How many notices a unit has." })
  listingNoticeCount(
    @Arg("unitId", () => ID) unitId: string,
    @Ctx() { listingNotices }: Context,
  ): Promise<number> {
    return listingNotices.count(unitId);
  }

  @Mutation(() => DismissListingNoticeResult, { description: "收起一条提醒。Puts a notice away." })
  dismissListingNotice(
    @Arg("input", () => DismissListingNoticeInput) input: DismissListingNoticeInput,
    @Ctx() { listingNotices }: Context,
  ): Promise<DismissListingNoticeSuccess | UserError> {
    return settle(listingNotices.dismiss(input));
  }

  @FieldResolver(() => String, { description: "提醒的话。The notice in words." })
  message(@Root() notice: ListingNoticeView, @Ctx() { clock }: Context): string {
    return noticeText(notice, clock.today());
  }

  @FieldResolver(() => Resource, { nullable: true, description: "关于哪条资源。The resource it is about." })
  resource(
    @Root() { list, rowId }: ListingNoticeView,
    @Ctx() { resourceLoader }: Context,
  ): Promise<Resource | null> | null {
    return list === "resources" ? resourceLoader.load(rowId) : null;
  }

  @FieldResolver(() => Need, { nullable: true, description: "关于哪条需求。The need it is about." })
  need(
    @Root() { list, rowId }: ListingNoticeView,
    @Ctx() { needLoader }: Context,
  ): Promise<Need | null> | null {
    return list === "needs" ? needLoader.load(rowId) : null;
  }
}

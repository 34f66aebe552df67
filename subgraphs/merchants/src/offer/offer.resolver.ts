import { PageArgs } from "@gongjian/shared/connection";
import { settle, type UserError } from "@gongjian/shared/user-error";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { AreaStub } from "../area/area.stub.ts";
import { CategoryStub } from "../category/category.stub.ts";
import type { Context } from "../context.ts";
import { Merchant } from "../merchant/merchant.type.ts";
import type { MerchantOfferReadRow } from "./offer.loader.ts";
import {
  Eligibility,
  EligibilityKind,
  MerchantOffer,
  MerchantOfferConnection,
  MerchantOfferFilter,
  MerchantOfferState,
  PublishOfferInput,
  PublishOfferResult,
  type PublishOfferSuccess,
  WithdrawOfferInput,
  WithdrawOfferResult,
  type WithdrawOfferSuccess,
} from "./offer.type.ts";

@Resolver(() => MerchantOffer)
export class MerchantOfferResolver {
  @Query(() => MerchantOffer, { nullable: true, description: "一条商户优惠。One offer of a merchant." })
  merchantOffer(
    @Arg("id", () => ID) id: string,
    @Ctx() { merchantOfferLoader }: Context,
  ): Promise<MerchantOffer | null> {
    return merchantOfferLoader.load(id);
  }

  @Query(() => MerchantOfferConnection, { description: "商户优惠。What merchants offer." })
  merchantOffers(
    @Arg("filter", () => MerchantOfferFilter, { nullable: true }) filter: MerchantOfferFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { searchMerchantOffers }: Context,
  ): Promise<MerchantOfferConnection> {
    return searchMerchantOffers(filter ?? {}, page);
  }

  @Mutation(() => PublishOfferResult, { description: "商户发布一条优惠。Publishes an offer of a shop." })
  publishOffer(
    @Arg("input", () => PublishOfferInput) input: PublishOfferInput,
    @Ctx() { offers }: Context,
  ): Promise<PublishOfferSuccess | UserError> {
    return settle(offers.publish(input));
  }

  @Mutation(() => WithdrawOfferResult, { description: "下架一条优惠。Takes an offer down." })
  withdrawOffer(
    @Arg("input", () => WithdrawOfferInput) input: WithdrawOfferInput,
    @Ctx() { offers }: Context,
  ): Promise<WithdrawOfferSuccess | UserError> {
    return settle(offers.withdraw(input));
  }

  @FieldResolver(() => Merchant, { nullable: true, description: "哪家商户。The shop that makes it." })
  merchant(
    @Root() { merchantId }: MerchantOfferReadRow,
    @Ctx() { merchantLoader }: Context,
  ): Promise<Merchant | null> {
    return merchantLoader.load(merchantId);
  }

  @FieldResolver(() => CategoryStub, { nullable: true, description: "类别，可以没有。Category, if any." })
  category(@Root() { category }: MerchantOfferReadRow): CategoryStub | null {
    return category === null ? null : { code: category };
  }

  @FieldResolver(() => AreaStub, {
    nullable: true,
    description: "哪个区域的人能用，含下级。Area whose people may use it.",
  })
  coverageArea(@Root() { coverageAreaCode }: MerchantOfferReadRow): AreaStub {
    return { code: coverageAreaCode };
  }

  @FieldResolver(() => Eligibility, { description: "享受条件。What it takes to use it." })
  eligibility(@Root() { eligibilityKind, eligibilityThreshold }: MerchantOfferReadRow): Eligibility {
    return new Eligibility(EligibilityKind[eligibilityKind], eligibilityThreshold);
  }

  @FieldResolver(() => MerchantOfferState)
  state(@Root() { state }: MerchantOfferReadRow): MerchantOfferState {
    return MerchantOfferState[state];
  }
}

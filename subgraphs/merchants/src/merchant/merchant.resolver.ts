import { PageArgs } from "@gongjian/shared/connection";
import { Masked, MaskedText } from "@gongjian/shared/masked-text";
import { settle, type UserError } from "@gongjian/shared/user-error";
import { may } from "@gongjian/shared/viewer";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { AreaStub } from "../area/area.stub.ts";
import type { Context } from "../context.ts";
import { MerchantOfferConnection } from "../offer/offer.type.ts";
import { OrganisationStub } from "../organisation/organisation.stub.ts";
import { RoadBranch } from "../road-branch/road-branch.type.ts";
import type { MerchantReadRow } from "./merchant.loader.ts";
import {
  Merchant,
  MerchantConnection,
  MerchantFilter,
  RegisterMerchantInput,
  RegisterMerchantResult,
  type RegisterMerchantSuccess,
} from "./merchant.type.ts";

@Resolver(() => Merchant)
export class MerchantResolver {
  @Query(() => Merchant, { nullable: true, description: "一家商户。One merchant." })
  merchant(@Arg("id", () => ID) id: string, @Ctx() { merchantLoader }: Context): Promise<Merchant | null> {
    return merchantLoader.load(id);
  }

  @Query(() => MerchantConnection, { description: "商户名册。The register of merchants." })
  merchants(
    @Arg("filter", () => MerchantFilter, { nullable: true }) filter: MerchantFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { searchMerchants }: Context,
  ): Promise<MerchantConnection> {
    return searchMerchants(filter ?? {}, page);
  }

  @Mutation(() => RegisterMerchantResult, { description: "登记一家商户。Registers a merchant." })
  registerMerchant(
    @Arg("input", () => RegisterMerchantInput) input: RegisterMerchantInput,
    @Ctx() { merchants }: Context,
  ): Promise<RegisterMerchantSuccess | UserError> {
    return settle(merchants.register(input));
  }

  @FieldResolver(() => AreaStub, {
    nullable: true,
    description: "所在社区或网格。Community or grid it is in.",
  })
  area(@Root() { areaCode }: MerchantReadRow): AreaStub {
    return { code: areaCode };
  }

  @FieldResolver(() => OrganisationStub, {
    nullable: true,
    description: "同一信用代码的成员单位。The member unit with the same credit code.",
  })
  organisation(@Root() { organisationId }: MerchantReadRow): OrganisationStub | null {
    return organisationId === null ? null : { id: organisationId };
  }

  @FieldResolver(() => MaskedText, {
    nullable: true,
    description: "联系人（脱敏），只给工作人员。Contact, masked; for staff only.",
  })
  contact(@Root() { contactMasked }: MerchantReadRow, @Ctx() { viewer }: Context): Masked | null {
    return may(viewer, "contact.readMasked") ? Masked.stored(contactMasked) : null;
  }

  @FieldResolver(() => MaskedText, {
    nullable: true,
    description: "电话（脱敏），只给工作人员。Phone, masked; for staff only.",
  })
  phone(@Root() { phoneMasked }: MerchantReadRow, @Ctx() { viewer }: Context): Masked | null {
    return may(viewer, "contact.readMasked") ? Masked.stored(phoneMasked) : null;
  }

  @FieldResolver(() => RoadBranch, {
    nullable: true,
    description: "所在路段的功能性党支部。Party branch of its road section.",
  })
  branch(
    @Root() { areaCode, roadSection }: MerchantReadRow,
    @Ctx() { branchOfSectionLoader }: Context,
  ): Promise<RoadBranch | null> | null {
    return roadSection === null ? null : branchOfSectionLoader.load({ areaCode, roadSection });
  }

  @FieldResolver(() => MerchantOfferConnection, {
    description: "在架的优惠与免费项目。What the shop offers now.",
  })
  offers(
    @Root() { id }: MerchantReadRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { offersOfMerchantLoader }: Context,
  ): Promise<MerchantOfferConnection> {
    return offersOfMerchantLoader.load(id, page);
  }
}

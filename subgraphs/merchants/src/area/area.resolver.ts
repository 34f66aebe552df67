import { PageArgs } from "@gongjian/shared/connection";
import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { MerchantConnection } from "../merchant/merchant.type.ts";
import { AreaStub } from "./area.stub.ts";

@Resolver(() => AreaStub)
export class AreaResolver {
  @FieldResolver(() => MerchantConnection, {
    nullable: true,
    description: "区域内的商户，含下级。Merchants of the area and everything below it.",
  })
  merchants(
    @Root() { code }: AreaStub,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { merchantsOfAreaLoader }: Context,
  ): Promise<MerchantConnection> {
    return merchantsOfAreaLoader.load(code, page);
  }
}

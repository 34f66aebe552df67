import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { Merchant } from "../merchant/merchant.type.ts";
import { OrganisationStub } from "./organisation.stub.ts";

@Resolver(() => OrganisationStub)
export class OrganisationResolver {
  @FieldResolver(() => [Merchant], {
    nullable: true,
    description: "这个单位开的店（信用代码相同）。Shops of this unit, by its credit code.",
  })
  merchants(
    @Root() { id }: OrganisationStub,
    @Ctx() { merchantsOfOrganisationLoader }: Context,
  ): Promise<Merchant[]> {
    return merchantsOfOrganisationLoader.load(id);
  }
}

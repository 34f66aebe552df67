import { PageArgs } from "@gongjian/shared/connection";
import { Masked, MaskedText } from "@gongjian/shared/masked-text";
import { settle, type UserError } from "@gongjian/shared/user-error";
import { may } from "@gongjian/shared/viewer";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Area } from "../area/area.type.ts";
import type { Context } from "../context.ts";
import type { OrganisationRow } from "./organisation.row.ts";
import {
  Organisation,
  OrganisationConnection,
  OrganisationFilter,
  RegisterOrganisationInput,
  RegisterOrganisationResult,
  type RegisterOrganisationSuccess,
} from "./organisation.type.ts";

@Resolver(() => Organisation)
export class OrganisationResolver {
  @Query(() => Organisation, {
    nullable: true,
    description: "按 id 或统一社会信用代码取单位，二者给一。A unit by its id or its credit code.",
  })
  organisation(
    @Arg("id", () => ID, { nullable: true }) id: string | null,
    @Arg("uscc", () => String, { nullable: true }) uscc: string | null,
    @Ctx() { organisations }: Context,
  ): Promise<Organisation | null> {
    return organisations.find(id ?? null, uscc ?? null);
  }

  @Query(() => OrganisationConnection, { description: "单位，按登记先后。Units in order of registration." })
  organisations(
    @Arg("filter", () => OrganisationFilter, { nullable: true }) filter: OrganisationFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { organisations }: Context,
  ): Promise<OrganisationConnection> {
    return organisations.list(filter, page);
  }

  @Mutation(() => RegisterOrganisationResult, { description: "登记单位。Registers a unit." })
  registerOrganisation(
    @Arg("input", () => RegisterOrganisationInput) input: RegisterOrganisationInput,
    @Ctx() { organisations }: Context,
  ): Promise<RegisterOrganisationSuccess | UserError> {
    return settle(organisations.register(input));
  }

  @FieldResolver(() => Area, { nullable: true, description: "所在区域。The area it lies in." })
  area(@Root() { areaCode }: OrganisationRow, @Ctx() { areaLoader }: Context): Promise<Area | null> {
    return areaLoader.load(areaCode);
  }

  @FieldResolver(() => MaskedText, {
    nullable: true,
    description: "联系人（脱敏），工作人员可见。Contact, masked; for staff.",
  })
  contact(@Root() { contactMasked }: OrganisationRow, @Ctx() { viewer }: Context): Masked | null {
    return may(viewer, "contact.readMasked") ? Masked.stored(contactMasked) : null;
  }

  @FieldResolver(() => MaskedText, {
    nullable: true,
    description: "电话（脱敏），工作人员可见。Phone, masked; for staff.",
  })
  phone(@Root() { phoneMasked }: OrganisationRow, @Ctx() { viewer }: Context): Masked | null {
    return may(viewer, "contact.readMasked") ? Masked.stored(phoneMasked) : null;
  }

  @FieldResolver(() => Boolean, {
    description: "当前用户能否管理它的接口密钥。Whether the viewer may manage its API keys.",
  })
  viewerCanManageApiKeys(@Root() { id, areaCode }: OrganisationRow, @Ctx() { viewer }: Context): boolean {
    return may(viewer, "apiKey.manage", { unitId: id, areaCode });
  }
}

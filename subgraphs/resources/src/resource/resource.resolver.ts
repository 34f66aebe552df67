import { category as findCategoryByCode } from "@gongjian/shared/contracts/categories";
import { PageArgs } from "@gongjian/shared/connection";
import { Masked, MaskedText } from "@gongjian/shared/masked-text";
import { settle, type UserError } from "@gongjian/shared/user-error";
import { may } from "@gongjian/shared/viewer";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { AreaStub } from "../area/area.stub.ts";
import { Category } from "../category/category.type.ts";
import type { Context } from "../context.ts";
import { Opening, openingOf } from "../lists/opening.type.ts";
import { OrganisationStub } from "../organisation/organisation.stub.ts";
import { RevealContactInput, RevealContactResult, type RevealContactSuccess } from "./contact.type.ts";
import type { ResourceView } from "./resource.loader.ts";
import {
  Resource,
  ResourceConnection,
  ResourceFilter,
  ResumeResourceInput,
  ResumeResourceResult,
  SuspendResourceInput,
  SuspendResourceResult,
  type ResumeResourceSuccess,
  type SuspendResourceSuccess,
} from "./resource.type.ts";

@Resolver(() => Resource)
export class ResourceResolver {
  @Query(() => Resource, { nullable: true, description: "按 id 取一条资源。One resource by its id." })
  resource(@Arg("id", () => ID) id: string, @Ctx() { resourceLoader }: Context): Promise<Resource | null> {
    return resourceLoader.load(id);
  }

  @Query(() => ResourceConnection, { description: "资源清单。Published resources." })
  resources(
    @Arg("filter", () => ResourceFilter, { nullable: true }) filter: ResourceFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { resources }: Context,
  ): Promise<ResourceConnection> {
    return resources.list(filter ?? {}, page);
  }

  @Mutation(() => SuspendResourceResult, {
    description: "暂停提供一条资源；恢复前不参与撮合。Pauses a resource; it is not matched until resumed.",
  })
  suspendResource(
    @Arg("input", () => SuspendResourceInput) input: SuspendResourceInput,
    @Ctx() { resources }: Context,
  ): Promise<SuspendResourceSuccess | UserError> {
    return settle(resources.suspend(input));
  }

  @Mutation(() => ResumeResourceResult, { description: "恢复暂停的资源。Offers a paused resource again." })
  resumeResource(
    @Arg("input", () => ResumeResourceInput) input: ResumeResourceInput,
    @Ctx() { resources }: Context,
  ): Promise<ResumeResourceSuccess | UserError> {
    return settle(resources.resume(input));
  }

  @Mutation(() => RevealContactResult, {
    description:
      "查看资源或需求的联系人原文，每次都留记录。Shows a line's contact in full; every look is recorded.",
  })
  revealContact(
    @Arg("input", () => RevealContactInput) input: RevealContactInput,
    @Ctx() { contacts }: Context,
  ): Promise<RevealContactSuccess | UserError> {
    return settle(contacts.reveal(input));
  }

  @FieldResolver(() => OrganisationStub, { nullable: true, description: "公布单位。Who offers it." })
  unit(@Root() { unitId }: ResourceView): OrganisationStub {
    return { id: unitId };
  }

  @FieldResolver(() => Category, {
    nullable: true,
    description: "服务类别；待确认的为空。Its category, if known.",
  })
  category(@Root() { categoryCode }: ResourceView): Category | null {
    return categoryCode === null ? null : findCategoryByCode(categoryCode);
  }

  @FieldResolver(() => AreaStub, {
    nullable: true,
    description: "哪个区域的人能用，含下级。Whom it reaches.",
  })
  coverageArea(@Root() { coverageAreaCode }: ResourceView): AreaStub {
    return { code: coverageAreaCode };
  }

  @FieldResolver(() => Boolean, { description: "今天是否已过有效期。Whether its last day has passed." })
  isExpired(@Root() { validTo }: ResourceView, @Ctx() { clock }: Context): boolean {
    return validTo !== null && validTo < clock.today();
  }

  @FieldResolver(() => Opening, {
    nullable: true,
    description: "从可提供的时间读出的规则。The rules read from its schedule; null where none is given.",
  })
  opening(@Root() { schedule }: ResourceView): Opening | null {
    return openingOf(schedule);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "备注，工作人员可见。What its unit added; for staff.",
  })
  remarks(@Root() { remarks }: ResourceView, @Ctx() { viewer }: Context): string | null {
    return may(viewer, "contact.readMasked") ? remarks : null;
  }

  @FieldResolver(() => MaskedText, { nullable: true, description: "联系人，脱敏。Contact person, masked." })
  contact(@Root() { contactMasked }: ResourceView, @Ctx() { viewer }: Context): Masked | null {
    return may(viewer, "contact.readMasked") ? Masked.stored(contactMasked) : null;
  }

  @FieldResolver(() => MaskedText, { nullable: true, description: "联系电话，脱敏。Phone, masked." })
  phone(@Root() { phoneMasked }: ResourceView, @Ctx() { viewer }: Context): Masked | null {
    return may(viewer, "contact.readMasked") ? Masked.stored(phoneMasked) : null;
  }
}

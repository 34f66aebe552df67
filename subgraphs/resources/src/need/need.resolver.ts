import { category as findCategoryByCode } from "@gongjian/shared/contracts/categories";
import { PageArgs } from "@gongjian/shared/connection";
import { Masked, MaskedText } from "@gongjian/shared/masked-text";
import { settle, type UserError } from "@gongjian/shared/user-error";
import { may } from "@gongjian/shared/viewer";
import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { AreaStub } from "../area/area.stub.ts";
import { Category } from "../category/category.type.ts";
import type { Context } from "../context.ts";
import { Opening, openingOf } from "../lists/opening.type.ts";
import { OrganisationStub } from "../organisation/organisation.stub.ts";
import { shownPeopleServed } from "./beneficiaries.ts";
import type { NeedView } from "./need.loader.ts";
import {
  Need,
  NeedConnection,
  NeedFilter,
  WithdrawNeedInput,
  WithdrawNeedResult,
  type WithdrawNeedSuccess,
} from "./need.type.ts";

@Resolver(() => Need)
export class NeedResolver {
  @Query(() => Need, { nullable: true, description: "按 id 取一条需求。One need by its id." })
  need(@Arg("id", () => ID) id: string, @Ctx() { needLoader }: Context): Promise<Need | null> {
    return needLoader.load(id);
  }

  @Query(() => NeedConnection, { description: "需求清单。Published needs." })
  needs(
    @Arg("filter", () => NeedFilter, { nullable: true }) filter: NeedFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { needs }: Context,
  ): Promise<NeedConnection> {
    return needs.list(filter ?? {}, page);
  }

  @Mutation(() => WithdrawNeedResult, { description: "撤回一条需求。Takes a need back." })
  withdrawNeed(
    @Arg("input", () => WithdrawNeedInput) input: WithdrawNeedInput,
    @Ctx() { needs }: Context,
  ): Promise<WithdrawNeedSuccess | UserError> {
    return settle(needs.withdraw(input));
  }

  @FieldResolver(() => OrganisationStub, { nullable: true, description: "提出单位。Who asks." })
  unit(@Root() { unitId }: NeedView): OrganisationStub {
    return { id: unitId };
  }

  @FieldResolver(() => Category, {
    nullable: true,
    description: "服务类别；待确认的为空。Its category, if known.",
  })
  category(@Root() { categoryCode }: NeedView): Category | null {
    return categoryCode === null ? null : findCategoryByCode(categoryCode);
  }

  @FieldResolver(() => AreaStub, { nullable: true, description: "在哪里要。Where it is needed." })
  area(@Root() { areaCode }: NeedView): AreaStub {
    return { code: areaCode };
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: "受益人数；无权查看或人数过少时为空。People it helps; null where it must not be shown.",
  })
  peopleServed(@Root() need: NeedView, @Ctx() { viewer }: Context): number | null {
    return shownPeopleServed(viewer, need);
  }

  @FieldResolver(() => Opening, {
    nullable: true,
    description: "从时间要求读出的规则。The rules read from when it suits; null where that is not given.",
  })
  wantedTimes(@Root() { schedule }: NeedView): Opening | null {
    return openingOf(schedule);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "备注，工作人员可见。What its unit added; for staff.",
  })
  remarks(@Root() { remarks }: NeedView, @Ctx() { viewer }: Context): string | null {
    return may(viewer, "contact.readMasked") ? remarks : null;
  }

  @FieldResolver(() => MaskedText, { nullable: true, description: "联系人，脱敏。Contact person, masked." })
  contact(@Root() { contactMasked }: NeedView, @Ctx() { viewer }: Context): Masked | null {
    return may(viewer, "contact.readMasked") ? Masked.stored(contactMasked) : null;
  }

  @FieldResolver(() => MaskedText, { nullable: true, description: "联系电话，脱敏。Phone, masked." })
  phone(@Root() { phoneMasked }: NeedView, @Ctx() { viewer }: Context): Masked | null {
    return may(viewer, "contact.readMasked") ? Masked.stored(phoneMasked) : null;
  }
}

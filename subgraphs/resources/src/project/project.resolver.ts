import { category as findCategoryByCode } from "@gongjian/shared/contracts/categories";
import { PageArgs } from "@gongjian/shared/connection";
import { Masked, MaskedText } from "@gongjian/shared/masked-text";
import { settle, type UserError } from "@gongjian/shared/user-error";
import { may } from "@gongjian/shared/viewer";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { AreaStub } from "../area/area.stub.ts";
import { Category } from "../category/category.type.ts";
import type { Context } from "../context.ts";
import { Need } from "../need/need.type.ts";
import { OrganisationStub } from "../organisation/organisation.stub.ts";
import {
  ProjectiseInput,
  ProjectiseResult,
  WithdrawFromProjectInput,
  WithdrawFromProjectResult,
  type ProjectiseSuccess,
  type WithdrawFromProjectSuccess,
} from "./project-changes.type.ts";
import type { ProjectView, WithdrawalView } from "./project.loader.ts";
import {
  Project,
  ProjectCommitment,
  ProjectConnection,
  ProjectFilter,
  ProjectWithdrawal,
} from "./project.type.ts";

@Resolver(() => Project)
export class ProjectResolver {
  @Query(() => Project, { nullable: true, description: "按 id 取一个项目。One project by its id." })
  project(@Arg("id", () => ID) id: string, @Ctx() { projectLoader }: Context): Promise<Project | null> {
    return projectLoader.load(id);
  }

  @Query(() => ProjectConnection, { description: "项目清单。Published projects." })
  projects(
    @Arg("filter", () => ProjectFilter, { nullable: true }) filter: ProjectFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { projects }: Context,
  ): Promise<ProjectConnection> {
    return projects.list(filter ?? {}, page);
  }

  @Mutation(() => ProjectiseResult, {
    description:
      "把几条需求合成一个项目，并从资源里留出数量。Makes one project of needs and sets resources aside for it.",
  })
  projectise(
    @Arg("input", () => ProjectiseInput) input: ProjectiseInput,
    @Ctx() { projects }: Context,
  ): Promise<ProjectiseSuccess | UserError> {
    return settle(projects.projectise(input));
  }

  @Mutation(() => WithdrawFromProjectResult, {
    description:
      "参与单位退出：它承诺的资源放回，项目转为有风险。A partner leaves: its promises are released and the project is at risk.",
  })
  withdrawFromProject(
    @Arg("input", () => WithdrawFromProjectInput) input: WithdrawFromProjectInput,
    @Ctx() { projects }: Context,
  ): Promise<WithdrawFromProjectSuccess | UserError> {
    return settle(projects.withdraw(input));
  }

  @FieldResolver(() => OrganisationStub, { nullable: true, description: "牵头单位。Who leads it." })
  lead(@Root() { unitId }: ProjectView): OrganisationStub {
    return { id: unitId };
  }

  @FieldResolver(() => [OrganisationStub], {
    description: "参与单位，已退出的不在内。The partners that have not left.",
  })
  async partners(
    @Root() { id, partnerIds }: ProjectView,
    @Ctx() { withdrawalsOfProjectLoader }: Context,
  ): Promise<OrganisationStub[]> {
    const gone = new Set((await withdrawalsOfProjectLoader.load(id)).map(({ unitId }) => unitId));
    return partnerIds.filter((partner) => !gone.has(partner)).map((partner) => ({ id: partner }));
  }

  @FieldResolver(() => [ProjectWithdrawal], { description: "哪些单位退出过。Which units have left." })
  withdrawals(
    @Root() { id }: ProjectView,
    @Ctx() { withdrawalsOfProjectLoader }: Context,
  ): Promise<ProjectWithdrawal[]> {
    return withdrawalsOfProjectLoader.load(id);
  }

  @FieldResolver(() => [Need], {
    description: "要解决的需求，撤回了的看不到。The needs it is for; withdrawn ones are not shown.",
  })
  async needs(@Root() { needIds }: ProjectView, @Ctx() { needLoader }: Context): Promise<Need[]> {
    const needs = await Promise.all(needIds.map((id) => needLoader.load(id)));
    return needs.filter((need) => need !== null);
  }

  @FieldResolver(() => [ProjectCommitment], {
    description: "用到的资源和数量，已退出单位的不在内。What it takes of resources, without units that left.",
  })
  commitments(
    @Root() { id }: ProjectView,
    @Ctx() { commitmentsOfProjectLoader }: Context,
  ): Promise<ProjectCommitment[]> {
    return commitmentsOfProjectLoader.load(id);
  }

  @FieldResolver(() => Category, {
    nullable: true,
    description: "类别；待确认的为空。Its category, if known.",
  })
  category(@Root() { categoryCode }: ProjectView): Category | null {
    return categoryCode === null ? null : findCategoryByCode(categoryCode);
  }

  @FieldResolver(() => AreaStub, { nullable: true, description: "地点。Where it is done." })
  area(@Root() { areaCode }: ProjectView): AreaStub {
    return { code: areaCode };
  }

  @FieldResolver(() => MaskedText, {
    nullable: true,
    description: "责任人，脱敏。Who answers for it, masked.",
  })
  contact(@Root() { contactMasked }: ProjectView, @Ctx() { viewer }: Context): Masked | null {
    return may(viewer, "contact.readMasked") ? Masked.stored(contactMasked) : null;
  }
}

@Resolver(() => ProjectWithdrawal)
export class ProjectWithdrawalResolver {
  @FieldResolver(() => OrganisationStub, { nullable: true, description: "退出的单位。Who left." })
  unit(@Root() { unitId }: WithdrawalView): OrganisationStub {
    return { id: unitId };
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "原因；只给工作人员看。Why; shown to staff only.",
  })
  reason(@Root() { reason }: WithdrawalView, @Ctx() { viewer }: Context): string | null {
    return may(viewer, "project.withdrawalReason.read") ? reason : null;
  }
}

import { PageArgs } from "@gongjian/shared/connection";
import { Args, Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { DuplicateNeedsConnection } from "../merging/duplicate.type.ts";
import { NeedConnection } from "../need/need.type.ts";
import { ProjectConnection } from "../project/project.type.ts";
import { ResourceConnection } from "../resource/resource.type.ts";
import { committeeKey } from "./committee.loader.ts";
import { CommitteeStub } from "./committee.stub.ts";

const REQUIRES = '@requires(fields: "area { code } seatedUnitIds")';

@Resolver(() => CommitteeStub)
export class CommitteeResolver {
  @Directive(REQUIRES)
  @FieldResolver(() => ResourceConnection, {
    nullable: true,
    description:
      "党委看得到的资源：覆盖本区域的、本区域及其下级的、成员单位的。What covers its area, is inside it, or is a member's.",
  })
  resources(
    @Root() committee: CommitteeStub,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { resourcesOfCommitteeLoader }: Context,
  ): Promise<ResourceConnection> {
    return resourcesOfCommitteeLoader.load(committeeKey(committee), page);
  }

  @Directive(REQUIRES)
  @FieldResolver(() => NeedConnection, {
    nullable: true,
    description: "党委看得到的需求，范围同资源。Needs that it sees, as for resources.",
  })
  needs(
    @Root() committee: CommitteeStub,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { needsOfCommitteeLoader }: Context,
  ): Promise<NeedConnection> {
    return needsOfCommitteeLoader.load(committeeKey(committee), page);
  }

  @Directive(REQUIRES)
  @FieldResolver(() => DuplicateNeedsConnection, {
    nullable: true,
    description:
      "党委看得到的需求里可能重复或同类的，一组一组列出。Needs that probably ask for the same, in groups.",
  })
  duplicateNeeds(
    @Root() committee: CommitteeStub,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { duplicates }: Context,
  ): Promise<DuplicateNeedsConnection> {
    return duplicates.groupsOf(committeeKey(committee), page);
  }

  @Directive(REQUIRES)
  @FieldResolver(() => ProjectConnection, {
    nullable: true,
    description:
      "党委看得到的项目：在本区域的，成员单位牵头或参与的。Projects in its area, and those of its members.",
  })
  projects(
    @Root() committee: CommitteeStub,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { projectsOfCommitteeLoader }: Context,
  ): Promise<ProjectConnection> {
    return projectsOfCommitteeLoader.load(committeeKey(committee), page);
  }
}

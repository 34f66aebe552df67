import { PageArgs } from "@gongjian/shared/connection";
import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { NeedConnection } from "../need/need.type.ts";
import { ProjectConnection } from "../project/project.type.ts";
import { ResourceConnection } from "../resource/resource.type.ts";
import { AreaStub } from "./area.stub.ts";

@Resolver(() => AreaStub)
export class AreaResolver {
  @FieldResolver(() => ResourceConnection, {
    nullable: true,
    description: "覆盖范围在本区域及其下级的资源。Resources for this area or one below it.",
  })
  resources(
    @Root() { code }: AreaStub,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { resourcesOfAreaLoader }: Context,
  ): Promise<ResourceConnection> {
    return resourcesOfAreaLoader.load(code, page);
  }

  @FieldResolver(() => NeedConnection, {
    nullable: true,
    description: "本区域及其下级的需求。Needs of this area and everything below it.",
  })
  needs(
    @Root() { code }: AreaStub,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { needsOfAreaLoader }: Context,
  ): Promise<NeedConnection> {
    return needsOfAreaLoader.load(code, page);
  }

  @FieldResolver(() => ProjectConnection, {
    nullable: true,
    description: "本区域及其下级的项目。Projects of this area and everything below it.",
  })
  projects(
    @Root() { code }: AreaStub,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { projectsOfAreaLoader }: Context,
  ): Promise<ProjectConnection> {
    return projectsOfAreaLoader.load(code, page);
  }
}

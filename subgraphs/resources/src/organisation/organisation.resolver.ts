import { PageArgs } from "@gongjian/shared/connection";
import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { NeedConnection } from "../need/need.type.ts";
import { ProjectConnection } from "../project/project.type.ts";
import { ResourceConnection } from "../resource/resource.type.ts";
import { OrganisationStub } from "./organisation.stub.ts";

@Resolver(() => OrganisationStub)
export class OrganisationResolver {
  @FieldResolver(() => ResourceConnection, {
    nullable: true,
    description: "本单位公布的资源。The resources this organisation has published.",
  })
  resources(
    @Root() { id }: OrganisationStub,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { resourcesOfUnitLoader }: Context,
  ): Promise<ResourceConnection> {
    return resourcesOfUnitLoader.load(id, page);
  }

  @FieldResolver(() => NeedConnection, {
    nullable: true,
    description: "本单位提出的需求。The needs this organisation has published.",
  })
  needs(
    @Root() { id }: OrganisationStub,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { needsOfUnitLoader }: Context,
  ): Promise<NeedConnection> {
    return needsOfUnitLoader.load(id, page);
  }

  @FieldResolver(() => ProjectConnection, {
    nullable: true,
    description: "本单位牵头或参与的项目。The projects this organisation leads or takes part in.",
  })
  projects(
    @Root() { id }: OrganisationStub,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { projectsOfUnitLoader }: Context,
  ): Promise<ProjectConnection> {
    return projectsOfUnitLoader.load(id, page);
  }
}

import { Ctx, FieldResolver, Float, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import type { NeedView } from "../need/need.loader.ts";
import { Need } from "../need/need.type.ts";
import { OrganisationStub } from "../organisation/organisation.stub.ts";
import type { ResourceView } from "../resource/resource.loader.ts";
import { Resource } from "../resource/resource.type.ts";
import type { CommitmentView } from "./project.loader.ts";
import { ProjectCommitment } from "./project.type.ts";

@Resolver(() => ProjectCommitment)
export class ProjectCommitmentResolver {
  @FieldResolver(() => OrganisationStub, {
    nullable: true,
    description: "出资源的单位。Whose resource it is.",
  })
  unit(@Root() { unitId }: CommitmentView): OrganisationStub {
    return { id: unitId };
  }

  @FieldResolver(() => Resource, { nullable: true, description: "哪条资源；撤回了的为空。Which resource." })
  resource(
    @Root() { resourceId }: CommitmentView,
    @Ctx() { resourceLoader }: Context,
  ): Promise<Resource | null> {
    return resourceLoader.load(resourceId);
  }

  @FieldResolver(() => Need, {
    nullable: true,
    description: "为哪条需求；为整个项目的为空。For which need; null: for the project as a whole.",
  })
  need(@Root() { needId }: CommitmentView, @Ctx() { needLoader }: Context): Promise<Need | null> | null {
    return needId === null ? null : needLoader.load(needId);
  }
}

@Resolver(() => Resource)
export class ResourceResidualResolver {
  @FieldResolver(() => Float, {
    nullable: true,
    description:
      "余量：数量减去在办项目占用的，谁看都一样；没有数量的为空。What is left beside open projects; null without a quantity.",
  })
  residual(@Root() { id }: ResourceView, @Ctx() { resourceResidualLoader }: Context): Promise<number | null> {
    return resourceResidualLoader.load(id);
  }
}

@Resolver(() => Need)
export class NeedResidualResolver {
  @FieldResolver(() => Float, {
    nullable: true,
    description:
      "还差多少：数量减去项目已承诺的（计量单位相同的才算）；没有数量的为空。What is still wanting; null without a quantity.",
  })
  residual(@Root() { id }: NeedView, @Ctx() { needResidualLoader }: Context): Promise<number | null> {
    return needResidualLoader.load(id);
  }
}

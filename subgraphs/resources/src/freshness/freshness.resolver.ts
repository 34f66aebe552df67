import { settle, type UserError } from "@gongjian/shared/user-error";
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import type { NeedView } from "../need/need.loader.ts";
import { Need } from "../need/need.type.ts";
import type { ResourceView } from "../resource/resource.loader.ts";
import { Resource } from "../resource/resource.type.ts";
import {
  ConfirmListingsInput,
  ConfirmListingsResult,
  Freshness,
  type ConfirmListingsSuccess,
} from "./freshness.type.ts";

@Resolver(() => Resource)
export class ResourceFreshnessResolver {
  @Mutation(() => ConfirmListingsResult, {
    description:
      "一键确认资源和需求还有效，不产生新版本。Says with one tap that resources and needs still hold; no new version.",
  })
  confirmListings(
    @Arg("input", () => ConfirmListingsInput) input: ConfirmListingsInput,
    @Ctx() { confirmations }: Context,
  ): Promise<ConfirmListingsSuccess | UserError> {
    return settle(confirmations.confirm(input));
  }

  @FieldResolver(() => Freshness, { nullable: true, description: "新鲜度。How fresh it is." })
  freshness(
    @Root() { id }: ResourceView,
    @Ctx() { resourceFreshnessLoader }: Context,
  ): Promise<Freshness | null> {
    return resourceFreshnessLoader.load(id);
  }
}

@Resolver(() => Need)
export class NeedFreshnessResolver {
  @FieldResolver(() => Freshness, { nullable: true, description: "新鲜度。How fresh it is." })
  freshness(@Root() { id }: NeedView, @Ctx() { needFreshnessLoader }: Context): Promise<Freshness | null> {
    return needFreshnessLoader.load(id);
  }
}

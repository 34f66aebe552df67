import { PageArgs } from "@gongjian/shared/connection";
import { settle, type UserError } from "@gongjian/shared/user-error";
import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { AreaStub } from "../area/area.stub.ts";
import type { Context } from "../context.ts";
import { MerchantConnection } from "../merchant/merchant.type.ts";
import type { RoadBranchRow } from "./road-branch.row.ts";
import {
  FoundRoadBranchInput,
  FoundRoadBranchResult,
  type FoundRoadBranchSuccess,
  RoadBranch,
  RoadBranchConnection,
  RoadBranchFilter,
} from "./road-branch.type.ts";

@Resolver(() => RoadBranch)
export class RoadBranchResolver {
  @Query(() => RoadBranch, { nullable: true, description: "一个路段支部。One road-section branch." })
  roadBranch(
    @Arg("id", () => ID) id: string,
    @Ctx() { roadBranchLoader }: Context,
  ): Promise<RoadBranch | null> {
    return roadBranchLoader.load(id);
  }

  @Query(() => RoadBranchConnection, { description: "路段支部。Road-section branches." })
  roadBranches(
    @Arg("filter", () => RoadBranchFilter, { nullable: true }) filter: RoadBranchFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { searchRoadBranches }: Context,
  ): Promise<RoadBranchConnection> {
    return searchRoadBranches(filter ?? {}, page);
  }

  @Mutation(() => FoundRoadBranchResult, {
    description: "在一段路上成立功能性党支部。Founds the branch of a road section.",
  })
  foundRoadBranch(
    @Arg("input", () => FoundRoadBranchInput) input: FoundRoadBranchInput,
    @Ctx() { roadBranches }: Context,
  ): Promise<FoundRoadBranchSuccess | UserError> {
    return settle(roadBranches.found(input));
  }

  @FieldResolver(() => AreaStub, { nullable: true, description: "所在社区。Community it is in." })
  area(@Root() { areaCode }: RoadBranchRow): AreaStub {
    return { code: areaCode };
  }

  @FieldResolver(() => MerchantConnection, {
    description: "这段路上的商户。Merchants on the road section.",
  })
  merchants(
    @Root() { id }: RoadBranchRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { merchantsOfBranchLoader }: Context,
  ): Promise<MerchantConnection> {
    return merchantsOfBranchLoader.load(id, page);
  }

  @FieldResolver(() => Int, { description: "其中党员经营户的数目。How many are run by Party members." })
  partyMemberShopCount(
    @Root() { id }: RoadBranchRow,
    @Ctx() { partyMemberShopCountLoader }: Context,
  ): Promise<number> {
    return partyMemberShopCountLoader.load(id);
  }
}

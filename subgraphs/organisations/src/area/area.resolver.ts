import { PageArgs } from "@gongjian/shared/connection";
import { settle, type UserError } from "@gongjian/shared/user-error";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { ancestorCodes, AreaLevel } from "./area-level.ts";
import type { AreaRow } from "./area.row.ts";
import {
  Area,
  AreaConnection,
  RegisterAreaInput,
  RegisterAreaResult,
  type RegisterAreaSuccess,
} from "./area.type.ts";

@Resolver(() => Area)
export class AreaResolver {
  @Query(() => Area, { nullable: true, description: "按代码取区域。An area by its code." })
  area(@Arg("code", () => ID) code: string, @Ctx() { areaLoader }: Context): Promise<Area | null> {
    return areaLoader.load(code);
  }

  @Query(() => AreaConnection, { description: "区域，按代码排序。Areas in the order of their codes." })
  areas(
    @Arg("level", () => AreaLevel, { nullable: true, description: "只要这一级。Only this level." })
    level: AreaLevel | null,
    @Arg("parentCode", () => ID, { nullable: true, description: "只要它的直接下级。Directly below it." })
    parentCode: string | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { areas }: Context,
  ): Promise<AreaConnection> {
    return areas.list({ level, parentCode }, page);
  }

  @Mutation(() => RegisterAreaResult, { description: "登记区域或改名。Registers an area or renames it." })
  registerArea(
    @Arg("input", () => RegisterAreaInput) input: RegisterAreaInput,
    @Ctx() { areas }: Context,
  ): Promise<RegisterAreaSuccess | UserError> {
    return settle(areas.register(input));
  }

  @FieldResolver(() => Area, { nullable: true, description: "上级，县级为空。The area above." })
  parent(@Root() { parentCode }: AreaRow, @Ctx() { areaLoader }: Context): Promise<Area | null> | null {
    return parentCode === null ? null : areaLoader.load(parentCode);
  }

  @FieldResolver(() => [Area], { description: "直接下级，按代码排序。The areas directly below." })
  children(@Root() { code }: AreaRow, @Ctx() { areaChildrenLoader }: Context): Promise<Area[]> {
    return areaChildrenLoader.load(code);
  }

  @FieldResolver(() => [Area], { description: "所有上级，自县级起。All areas above, from the county down." })
  async ancestors(@Root() { code }: AreaRow, @Ctx() { areaLoader }: Context): Promise<Area[]> {
    const ancestors = await Promise.all(ancestorCodes(code).map((above) => areaLoader.load(above)));
    return ancestors.filter((area) => area !== null);
  }
}

import {
  categories,
  category as findByCode,
  type Category as CatalogueEntry,
} from "@gongjian/shared/contracts/categories";
import { FieldResolver, Query, Resolver, Root } from "type-graphql";
import { Category } from "./category.type.ts";

@Resolver(() => Category)
export class CategoryResolver {
  @Query(() => [Category], { description: "全部服务类别，按代码排列。All categories, by code." })
  categories(): readonly Category[] {
    return categories();
  }

  @FieldResolver(() => Category, { nullable: true, description: "所属大类。The family a leaf belongs to." })
  parent(@Root() { parentCode }: CatalogueEntry): Category | null {
    return parentCode === null ? null : findByCode(parentCode);
  }

  @FieldResolver(() => [Category], { description: "下级类别；末级类没有。The leaves of a family." })
  children(@Root() { code }: CatalogueEntry): readonly Category[] {
    return categories().filter(({ parentCode }) => parentCode === code);
  }
}

import { connectionOf } from "@gongjian/shared/connection";
import { Field, Float, ObjectType } from "type-graphql";

@ObjectType({
  description: "可能是重复或同类的一条需求。A need that probably asks for the same as another.",
})
export class NeedDuplicate {
  @Field(() => Float, { description: "0 到 1，越大越像。How alike they are." })
  readonly likeness!: number;

  @Field(() => [String], { description: "哪里一样。What is the same." })
  readonly same!: readonly string[];

  @Field(() => [String], { description: "哪里不同，先说前一条。What is different, the other need first." })
  readonly different!: readonly string[];
}

@ObjectType("NeedDuplicateConnection", { description: "最像的在前。The likest first." })
export class NeedDuplicateConnection extends connectionOf(() => NeedDuplicate, "NeedDuplicate") {}

@ObjectType({
  description: "一组可能重复或同类的需求，可以合并。Needs that probably ask for the same, to be merged.",
})
export class DuplicateNeeds {
  @Field(() => [NeedDuplicate], { description: "和它相像的，至多 49 条。Those like it, at most 49." })
  readonly duplicates!: readonly NeedDuplicate[];
}

@ObjectType("DuplicateNeedsConnection", {
  description:
    "按最早的一条排列。一页可能不满，甚至没有，后面仍有：看 hasNextPage。In the order of the first of each; a page may hold fewer than asked, even none, while more follow: see hasNextPage.",
})
export class DuplicateNeedsConnection extends connectionOf(() => DuplicateNeeds, "DuplicateNeeds") {}

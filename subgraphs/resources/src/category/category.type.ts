import { Directive, Field, ID, ObjectType } from "type-graphql";

@Directive('@key(fields: "code")')
@ObjectType({
  description: "服务类别：一个字母是大类，字母加两位数字是末级类。A service category of two levels.",
})
export class Category {
  @Field(() => ID, { description: "类别代码，如 A 或 A01。Such as A or A01." })
  readonly code!: string;

  @Field(() => String, { description: "中文名称。Name in Chinese." })
  readonly name!: string;

  @Field(() => String, { description: "英文名称。Name in English." })
  readonly nameEn!: string;
}

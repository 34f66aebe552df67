import { Directive, Field, ID, ObjectType } from "type-graphql";

@Directive('@key(fields: "code", resolvable: false)')
@ObjectType("Category")
export class CategoryStub {
  @Field(() => ID)
  readonly code!: string;
}

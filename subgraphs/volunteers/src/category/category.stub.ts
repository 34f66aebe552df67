import { Directive, Field, ID, ObjectType } from "type-graphql";

/** Owned by the resources subgraph; here only its key is known. */
@Directive('@key(fields: "code", resolvable: false)')
@ObjectType("Category")
export class CategoryStub {
  @Field(() => ID)
  readonly code!: string;
}

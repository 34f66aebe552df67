import { Directive, Field, ID, ObjectType } from "type-graphql";

/** Owned by the organisations subgraph; here its key is known, and the teams at home in it. */
@Directive('@key(fields: "code")')
@ObjectType("Area")
export class AreaStub {
  @Field(() => ID)
  readonly code!: string;
}

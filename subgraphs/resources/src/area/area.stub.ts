import { Directive, Field, ID, ObjectType } from "type-graphql";

/** Owned by the organisations subgraph; here it gains its lists. */
@Directive('@key(fields: "code")')
@ObjectType("Area")
export class AreaStub {
  @Field(() => ID)
  readonly code!: string;
}

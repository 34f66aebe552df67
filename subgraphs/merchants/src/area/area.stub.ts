import { Directive, Field, ID, ObjectType } from "type-graphql";

@Directive('@key(fields: "code")')
@ObjectType("Area")
export class AreaStub {
  @Field(() => ID)
  readonly code!: string;
}

import { Directive, Field, ID, ObjectType } from "type-graphql";

@Directive('@key(fields: "id")')
@ObjectType("Organisation")
export class OrganisationStub {
  @Field(() => ID)
  readonly id!: string;
}

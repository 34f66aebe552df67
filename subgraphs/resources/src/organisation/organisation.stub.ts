import { Directive, Field, ID, ObjectType } from "type-graphql";

/** Owned by the organisations subgraph; here it gains its lists. */
@Directive('@key(fields: "id")')
@ObjectType("Organisation")
export class OrganisationStub {
  @Field(() => ID)
  readonly id!: string;
}

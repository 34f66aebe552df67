import { Directive, Field, ID, ObjectType } from "type-graphql";

/** Owned by the organisations subgraph; here its key is known, with its teams and its time account. */
@Directive('@key(fields: "id")')
@ObjectType("Organisation")
export class OrganisationStub {
  @Field(() => ID)
  readonly id!: string;
}

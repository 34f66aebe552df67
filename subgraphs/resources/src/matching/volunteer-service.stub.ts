import { Directive, Field, ID, ObjectType } from "type-graphql";

/** Owned by the volunteers subgraph; here only its key is known. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType("VolunteerService")
export class VolunteerServiceStub {
  @Field(() => ID)
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

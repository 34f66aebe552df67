import { Directive, Field, ID, ObjectType } from "type-graphql";
import { AreaStub } from "../area/area.stub.ts";

/** Owned by the organisations subgraph; here it gains the lists that it sees. */
@Directive('@key(fields: "id")')
@ObjectType("Committee")
export class CommitteeStub {
  @Field(() => ID)
  readonly id!: string;

  @Directive("@external")
  @Field(() => AreaStub, { nullable: true })
  readonly area!: AreaStub | null;

  /** Whose members it seats: their lines are its business wherever they are. */
  @Directive("@external")
  @Field(() => [ID])
  readonly seatedUnitIds!: string[];
}

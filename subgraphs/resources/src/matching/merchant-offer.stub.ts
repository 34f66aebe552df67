import { Directive, Field, ID, ObjectType } from "type-graphql";

/** Owned by the merchants subgraph; here only its key is known. */
@Directive('@key(fields: "id", resolvable: false)')
@ObjectType("MerchantOffer")
export class MerchantOfferStub {
  @Field(() => ID)
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

import { Resource } from "../resource/resource.type.ts";
import type { Supply } from "./candidate.type.ts";
import type { IndexedSupply } from "./facts.ts";
import { MerchantOfferStub } from "./merchant-offer.stub.ts";
import { VolunteerServiceStub } from "./volunteer-service.stub.ts";

/**
 * The entity behind a row of the index. A resource is ours and comes whole; of the others we return the key
 * and their owner answers. Members of a union are told apart by their class, hence `new`.
 */
export async function toSupply(
  { id, kind }: Pick<IndexedSupply, "id" | "kind">,
  resources: { load(id: string): Promise<object | null> },
): Promise<typeof Supply | null> {
  switch (kind) {
    case "VOLUNTEER_SERVICE":
      return new VolunteerServiceStub(id);
    case "MERCHANT_OFFER":
      return new MerchantOfferStub(id);
    case "RESOURCE": {
      const row = await resources.load(id);
      return row === null ? null : Object.assign(new Resource(), row);
    }
  }
}

import type { PageArgs } from "@gongjian/shared/connection";
import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import type { Viewer } from "@gongjian/shared/viewer";
import {
  createMerchantLoader,
  createMerchantsOfAreaLoader,
  createMerchantsOfBranchLoader,
  createMerchantsOfOrganisationLoader,
  searchMerchants,
  type MerchantLoader,
  type MerchantPageLoader,
  type MerchantsOfOrganisationLoader,
} from "./merchant/merchant.loader.ts";
import { MerchantService } from "./merchant/merchant.service.ts";
import type { MerchantConnection, MerchantFilter } from "./merchant/merchant.type.ts";
import {
  createMerchantOfferLoader,
  createOffersOfMerchantLoader,
  searchMerchantOffers,
  type MerchantOfferLoader,
  type OfferPageLoader,
} from "./offer/offer.loader.ts";
import { OfferService } from "./offer/offer.service.ts";
import type { MerchantOfferConnection, MerchantOfferFilter } from "./offer/offer.type.ts";
import {
  createBranchOfSectionLoader,
  createPartyMemberShopCountLoader,
  createRoadBranchLoader,
  searchRoadBranches,
  type BranchOfSectionLoader,
  type PartyMemberShopCountLoader,
  type RoadBranchLoader,
} from "./road-branch/road-branch.loader.ts";
import { RoadBranchService } from "./road-branch/road-branch.service.ts";
import type { RoadBranchConnection, RoadBranchFilter } from "./road-branch/road-branch.type.ts";

type Search<Filter, Found> = (filter: Filter, page: PageArgs) => Promise<Found>;

export interface Context {
  readonly viewer: Viewer;
  readonly merchants: MerchantService;
  readonly roadBranches: RoadBranchService;
  readonly offers: OfferService;
  readonly searchMerchants: Search<MerchantFilter, MerchantConnection>;
  readonly searchRoadBranches: Search<RoadBranchFilter, RoadBranchConnection>;
  readonly searchMerchantOffers: Search<MerchantOfferFilter, MerchantOfferConnection>;
  readonly merchantLoader: MerchantLoader;
  readonly merchantsOfAreaLoader: MerchantPageLoader;
  readonly merchantsOfBranchLoader: MerchantPageLoader;
  readonly merchantsOfOrganisationLoader: MerchantsOfOrganisationLoader;
  readonly roadBranchLoader: RoadBranchLoader;
  readonly branchOfSectionLoader: BranchOfSectionLoader;
  readonly partyMemberShopCountLoader: PartyMemberShopCountLoader;
  readonly merchantOfferLoader: MerchantOfferLoader;
  readonly offersOfMerchantLoader: OfferPageLoader;
}

/** The composition root: everything a resolver may touch, made afresh for every request. */
export function createContext({ db, viewer }: RequestScope): Context {
  return {
    viewer,
    merchants: new MerchantService(db, viewer),
    roadBranches: new RoadBranchService(db, viewer),
    offers: new OfferService(db, viewer),
    searchMerchants: (filter, page) => searchMerchants(db, filter, page),
    searchRoadBranches: (filter, page) => searchRoadBranches(db, filter, page),
    searchMerchantOffers: (filter, page) => searchMerchantOffers(db, filter, page),
    merchantLoader: createMerchantLoader(db),
    merchantsOfAreaLoader: createMerchantsOfAreaLoader(db),
    merchantsOfBranchLoader: createMerchantsOfBranchLoader(db),
    merchantsOfOrganisationLoader: createMerchantsOfOrganisationLoader(db),
    roadBranchLoader: createRoadBranchLoader(db),
    branchOfSectionLoader: createBranchOfSectionLoader(db),
    partyMemberShopCountLoader: createPartyMemberShopCountLoader(db),
    merchantOfferLoader: createMerchantOfferLoader(db),
    offersOfMerchantLoader: createOffersOfMerchantLoader(db),
  };
}

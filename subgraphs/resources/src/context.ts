import type { Clock } from "@gongjian/shared/clock";
import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import type { Viewer } from "@gongjian/shared/viewer";
import { CandidateService } from "./matching/candidate.service.ts";
import { createMatchLoader } from "./matching/match.loader.ts";
import {
  createNeedLoader,
  createNeedsOfAreaLoader,
  createNeedsOfUnitLoader,
  type NeedLoader,
  type NeedsOf,
} from "./need/need.loader.ts";
import { NeedService } from "./need/need.service.ts";
import { PublishingService } from "./publishing/publishing.service.ts";
import { ContactService } from "./resource/contact.service.ts";
import {
  createResourceLoader,
  createResourcesOfAreaLoader,
  createResourcesOfUnitLoader,
  type ResourceLoader,
  type ResourcesOf,
} from "./resource/resource.loader.ts";
import { ResourceService } from "./resource/resource.service.ts";

export interface Context {
  readonly viewer: Viewer;
  readonly clock: Clock;
  readonly resources: ResourceService;
  readonly contacts: ContactService;
  readonly needs: NeedService;
  readonly publishing: PublishingService;
  readonly candidates: CandidateService;
  readonly resourceLoader: ResourceLoader;
  readonly resourcesOfUnitLoader: ResourcesOf;
  readonly resourcesOfAreaLoader: ResourcesOf;
  readonly needLoader: NeedLoader;
  readonly needsOfUnitLoader: NeedsOf;
  readonly needsOfAreaLoader: NeedsOf;
}

/** The composition root: everything a resolver may touch, made afresh for every request. */
export function createContext({ db, viewer, clock }: RequestScope): Context {
  return {
    viewer,
    clock,
    resources: new ResourceService(db, viewer, clock),
    contacts: new ContactService(db, viewer, clock),
    needs: new NeedService(db, viewer, clock),
    publishing: new PublishingService(db, viewer, clock),
    candidates: new CandidateService(viewer, createMatchLoader(db, clock)),
    resourceLoader: createResourceLoader(db, viewer),
    resourcesOfUnitLoader: createResourcesOfUnitLoader(db),
    resourcesOfAreaLoader: createResourcesOfAreaLoader(db),
    needLoader: createNeedLoader(db, viewer),
    needsOfUnitLoader: createNeedsOfUnitLoader(db),
    needsOfAreaLoader: createNeedsOfAreaLoader(db),
  };
}

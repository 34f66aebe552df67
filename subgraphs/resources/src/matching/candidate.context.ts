import type { Need } from "../need/need.type.ts";
import type { CandidateService } from "./candidate.service.ts";

/** What matching needs of the request's context. */
export interface CandidateContext {
  readonly candidates: CandidateService;
  readonly needLoader: { load(id: string): Promise<Need | null> };
  readonly resourceLoader: { load(id: string): Promise<object | null> };
}

import type { GraphQLFormattedError } from "graphql";
import type { PlanNode } from "../engine/planning/plan.ts";
import type { CheckedRequest } from "../limits/request-guard.ts";
import type { RequestContext } from "./request-context.ts";

/** Engines that can be chosen: docs/adr/0022 says how they differ. */
export const ENGINES = ["gongjian", "gongjian-apollo-server", "apollo"] as const;
export type EngineName = (typeof ENGINES)[number];

/** What came of a request that was let through. */
export interface GraphqlResult {
  /** JSON text; null where the request was refused before anything was carried out. */
  readonly data: string | null;
  /** As clients may see them. */
  readonly errors: readonly GraphQLFormattedError[];
}

/** Carries out operations over one supergraph. */
export interface Executor {
  execute(request: CheckedRequest, context: RequestContext): Promise<GraphqlResult>;
  /** How the operation would be carried out; null where nothing is fetched. @throws Refusal */
  plan(request: CheckedRequest): Promise<PlanNode | null>;
  /** Makes ready what the other one had ready. */
  warm(from: Executor): Promise<void>;
  /** Operations that are ready. */
  readonly size: number;
  stop(): Promise<void>;
}

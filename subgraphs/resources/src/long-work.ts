import type { WorkHandlers } from "@gongjian/shared/events/work";
import { relearnTokens } from "./matching/relearning/relearn-tokens.ts";
import { RELEARN_TOKENS } from "./matching/relearning/request-relearning.ts";
import { makeMatchPlan } from "./plan/make-match-plan.ts";
import { MAKE_PLAN } from "./plan/plan-journal.ts";

/** What takes longer than a request. It is loaded in a thread of its own: nothing here knows GraphQL. */
export const longWork: WorkHandlers = { [MAKE_PLAN]: makeMatchPlan, [RELEARN_TOKENS]: relearnTokens };

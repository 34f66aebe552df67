import type { MatchPolicyState } from "./match-policy.type.ts";
import type { MatchPolicyView } from "./policy.sql.ts";

/** Where a policy stands on a day. @param today YYYY-MM-DD */
export function stateOf(
  {
    effectiveFrom,
    withdrawnAt,
    replacedFrom,
  }: Pick<MatchPolicyView, "effectiveFrom" | "withdrawnAt" | "replacedFrom">,
  today: string,
): `${MatchPolicyState}` {
  if (withdrawnAt !== null) return "WITHDRAWN";
  // Another one of the same day, or of the county, has been decided since: its own day will not come.
  const isOutdone = replacedFrom !== null && replacedFrom <= effectiveFrom;
  if (isOutdone || (replacedFrom !== null && replacedFrom <= today)) return "REPLACED";
  return effectiveFrom > today ? "FUTURE" : "IN_FORCE";
}

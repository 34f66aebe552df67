import type { Weights } from "./policy.ts";

/**
 * Which policy of `match_policy r` holds in a county on a day: the county's own go before the built-in ones;
 * of these the latest day, of one day the latest version.
 *
 * @param county an expression for six digits
 * @param day an expression for a date
 */
function inForce(county: string, day: string): string {
  return `
    where r.county_code in ('', ${county}) and r.withdrawn_at is null and r.effective_from <= ${day}
    order by r.county_code desc, r.effective_from desc, r.version desc limit 1`;
}

/** SQL: the policy under which rows of a county are judged on a day, as a `MatchPolicy`. */
export function policyInForce(county: string, day: string): string {
  return `(
    select jsonb_build_object('version', r.version, 'weights', r.weights, 'minScore', r.min_score)
    from match_policy r ${inForce(county, day)}
  )`;
}

/** A policy as it is read for a county. */
export interface MatchPolicyView {
  /** Empty for the built-in ones. */
  readonly countyCode: string;
  readonly version: number;
  readonly weights: Weights;
  readonly minScore: number;
  readonly effectiveFrom: string;
  readonly reason: string | null;
  readonly setAt: Date | null;
  readonly setByRole: string | null;
  readonly withdrawnAt: Date | null;
  /** The first day on which another one holds in that county; before its own day where it never will. */
  readonly replacedFrom: string | null;
}

/** For `from match_policy r` beside a `page` whose `parent` is the county. */
export const POLICY_COLUMNS = `
  r.county_code as "countyCode", r.version, r.weights, r.min_score as "minScore",
  r.effective_from as "effectiveFrom", r.reason, r.set_at as "setAt", r.set_by_role as "setByRole",
  r.withdrawn_at as "withdrawnAt", (
    select min(o.effective_from) from match_policy o
    where o.county_code in ('', page.parent) and o.withdrawn_at is null and r.withdrawn_at is null
      and (o.county_code, o.effective_from, o.version) > (r.county_code, r.effective_from, r.version)
  ) as "replacedFrom"`;

/** What a county can be judged under: its own policies and the built-in ones. */
export const BELONGS_TO_COUNTY = "r.county_code in ('', page.parent)";

const FROM = "from (select $1::text as parent) page cross join match_policy r";

/** $1: the county, $2: the day. */
export const POLICY_ON = `select ${POLICY_COLUMNS} ${FROM} ${inForce("page.parent", "$2")}`;

/** $1: the county, $2: the version; of its own only. */
export const POLICY_OF_VERSION = `
  select ${POLICY_COLUMNS} ${FROM} where r.county_code = page.parent and r.version = $2`;

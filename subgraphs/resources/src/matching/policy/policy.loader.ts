import { createPageLoader, type PageLoader } from "@gongjian/shared/page-loader";
import type { DataSource } from "typeorm";
import { BELONGS_TO_COUNTY, POLICY_COLUMNS, type MatchPolicyView } from "./policy.sql.ts";

/** The policies of a county, its own and the built-in ones, latest version first. */
export type PoliciesOfCounty = PageLoader<MatchPolicyView>;

export function createPoliciesLoader(db: DataSource): PoliciesOfCounty {
  return createPageLoader<MatchPolicyView>(db, {
    columns: POLICY_COLUMNS,
    from: "match_policy r",
    belongs: BELONGS_TO_COUNTY,
    parent: "text",
    order: { column: "r.version", field: "version", type: "integer", direction: "desc" },
  });
}

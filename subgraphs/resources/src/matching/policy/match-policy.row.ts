import { Check, Column, Entity, PrimaryColumn } from "typeorm";

/**
 * How parts become a score, by county and version: an answer can name the policy it was given under. A row
 * is never changed; one whose day has not come may be withdrawn.
 */
@Entity("match_policy")
@Check("match_policy_county_is_code", String.raw`county_code ~ '^(\d{6})?$'`)
@Check("match_policy_version_positive", "version > 0")
@Check("match_policy_built_in_versions", "(county_code = '') = (version <= 100)")
@Check("match_policy_built_in_unset", "(county_code = '') = (set_at is null)")
@Check("match_policy_weights_add_up", "is_match_weights(weights)")
@Check("match_policy_min_score_range", "min_score between 0 and 1")
@Check("match_policy_set_whole", "num_nonnulls(reason, set_at, set_by, set_by_role) in (0, 4)")
@Check(
  "match_policy_withdrawn_whole",
  "num_nonnulls(withdrawn_at, withdrawn_by, withdrawn_by_role) in (0, 3)",
)
@Check(
  "match_policy_not_backdated",
  "set_at is null or effective_from >= (set_at at time zone interval '8 hours')::date",
)
@Check(
  "match_policy_withdrawn_in_time",
  "withdrawn_at is null or set_at is not null and (withdrawn_at at time zone interval '8 hours')::date < effective_from",
)
export class MatchPolicyRow {
  /** Six digits; empty for the built-in policies, which hold where a county has none of its own. */
  @PrimaryColumn("text", { name: "county_code", primaryKeyConstraintName: "match_policy_pkey" })
  countyCode!: string;

  @PrimaryColumn("integer", { primaryKeyConstraintName: "match_policy_pkey" })
  version!: number;

  /** Part name → weight; the weights add up to 1. */
  @Column("jsonb")
  weights!: Record<string, number>;

  @Column("numeric", { name: "min_score" })
  minScore!: number;

  @Column("date", { name: "effective_from" })
  effectiveFrom!: string;

  @Column("text", { nullable: true })
  reason!: string | null;

  @Column("timestamptz", { name: "set_at", nullable: true })
  setAt!: Date | null;

  @Column("text", { name: "set_by", nullable: true })
  setBy!: string | null;

  @Column("text", { name: "set_by_role", nullable: true })
  setByRole!: string | null;

  @Column("timestamptz", { name: "withdrawn_at", nullable: true })
  withdrawnAt!: Date | null;

  @Column("text", { name: "withdrawn_by", nullable: true })
  withdrawnBy!: string | null;

  @Column("text", { name: "withdrawn_by_role", nullable: true })
  withdrawnByRole!: string | null;
}

import { Check, Column, Entity, PrimaryColumn } from "typeorm";

/** How parts become a score, by version: an answer can name the policy it was given under. */
@Entity("match_policy")
@Check("match_policy_version_positive", "version > 0")
@Check("match_policy_min_score_range", "min_score between 0 and 1")
export class MatchPolicyRow {
  @PrimaryColumn("integer", { primaryKeyConstraintName: "match_policy_pkey" })
  version!: number;

  /** Part name → weight; the weights add up to 1. */
  @Column("jsonb")
  weights!: Record<string, number>;

  @Column("numeric", { name: "min_score" })
  minScore!: number;

  @Column("date", { name: "effective_from" })
  effectiveFrom!: string;
}

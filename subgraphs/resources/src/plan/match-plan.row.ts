import { Check, Column, Entity, Index, PrimaryColumn } from "typeorm";
import type { PlanOutcome } from "./plan-outcome.ts";
import type { Goal } from "./solver/problem.ts";

/** A plan that was asked for, how far it is, and what came of it as a whole. */
@Entity("match_plan")
@Index("match_plan_under_way_key", { synchronize: false })
@Index("match_plan_area_idx", ["areaCode", "id"])
@Check("match_plan_state_known", "state in ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')")
@Check("match_plan_phase_known", "phase in ('COLLECTING', 'SOLVING', 'STORING')")
@Check("match_plan_progress_in_order", "done between 0 and total")
@Check("match_plan_done_has_outcome", "state <> 'DONE' or outcome is not null")
@Check("match_plan_unit_cap_positive", "unit_cap > 0")
export class MatchPlanRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "match_plan_pkey" })
  id!: string;

  /** Needs of this area and everything below it are planned. */
  @Column("text", { name: "area_code" })
  areaCode!: string;

  /** The committee it is made for. */
  @Column("uuid", { name: "committee_id", nullable: true })
  committeeId!: string | null;

  @Column("text", { array: true })
  goals!: Goal[];

  @Column("integer", { name: "unit_cap", nullable: true })
  unitCap!: number | null;

  @Column("integer", { name: "candidates_per_need" })
  candidatesPerNeed!: number;

  /** Null: the policy's. */
  @Column("numeric", { name: "min_score", nullable: true })
  minScore!: number | null;

  @Column("date", { name: "open_on", nullable: true })
  openOn!: string | null;

  /** The subject; it is never shown. */
  @Column("text", { name: "requested_by" })
  requestedBy!: string;

  @Column("text", { name: "requested_by_role" })
  requestedByRole!: string;

  @Column("timestamptz", { name: "requested_at" })
  requestedAt!: Date;

  @Column("text")
  state!: "QUEUED" | "RUNNING" | "DONE" | "FAILED" | "CANCELLED";

  @Column("text", { nullable: true })
  phase!: "COLLECTING" | "SOLVING" | "STORING" | null;

  /** Steps of the phase. */
  @Column("integer")
  done!: number;

  @Column("integer")
  total!: number;

  @Column("timestamptz", { name: "started_at", nullable: true })
  startedAt!: Date | null;

  /** The database's own time when the job was last heard of: a plan whose process died is known by it. */
  @Column("timestamptz", { name: "heartbeat_at" })
  heartbeatAt!: Date;

  @Column("timestamptz", { name: "finished_at", nullable: true })
  finishedAt!: Date | null;

  @Column("text", { name: "failure_code", nullable: true })
  failureCode!: string | null;

  @Column("integer", { name: "policy_version", nullable: true })
  policyVersion!: number | null;

  /** When the reading of needs and candidates began. */
  @Column("timestamptz", { name: "snapshot_at", nullable: true })
  snapshotAt!: Date | null;

  @Column("jsonb", { nullable: true })
  outcome!: PlanOutcome | null;
}

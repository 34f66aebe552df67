import { Column, Entity, ForeignKey, PrimaryColumn } from "typeorm";
import { MatchPlanRow } from "./match-plan.row.ts";

/** A need to which a plan gives nothing, and why. */
@Entity("match_plan_unserved")
export class MatchPlanUnservedRow {
  @PrimaryColumn("uuid", { name: "plan_id", primaryKeyConstraintName: "match_plan_unserved_pkey" })
  @ForeignKey(() => MatchPlanRow, { name: "match_plan_unserved_plan_fkey", onDelete: "CASCADE" })
  planId!: string;

  /** From 1: the most urgent first. */
  @PrimaryColumn("integer", { primaryKeyConstraintName: "match_plan_unserved_pkey" })
  position!: number;

  @Column("uuid", { name: "need_id" })
  needId!: string;

  @Column("text")
  code!: string;

  @Column("text")
  message!: string;

  @Column("text", { nullable: true })
  change!: string | null;
}

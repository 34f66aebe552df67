import { Column, Entity, ForeignKey, PrimaryColumn } from "typeorm";
import { MatchPlanRow } from "./match-plan.row.ts";

/** How many needs a plan lays on a unit. Units that could serve and are not called upon stand here with 0. */
@Entity("match_plan_load")
export class MatchPlanLoadRow {
  @PrimaryColumn("uuid", { name: "plan_id", primaryKeyConstraintName: "match_plan_load_pkey" })
  @ForeignKey(() => MatchPlanRow, { name: "match_plan_load_plan_fkey", onDelete: "CASCADE" })
  planId!: string;

  /** From 1: the most loaded first. */
  @PrimaryColumn("integer", { primaryKeyConstraintName: "match_plan_load_pkey" })
  position!: number;

  /** Null for owners that are no unit: teams without one, merchants. */
  @Column("uuid", { name: "unit_id", nullable: true })
  unitId!: string | null;

  @Column("text", { name: "owner_name" })
  ownerName!: string;

  @Column("integer")
  needs!: number;

  /** How many needs it could serve. */
  @Column("integer")
  able!: number;

  /** Of all loads, 0…1. */
  @Column("double precision")
  share!: number;
}

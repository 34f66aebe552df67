import { Column, Entity, ForeignKey, PrimaryColumn } from "typeorm";
import type { SupplyKind } from "../matching/facts.ts";
import { MatchPlanRow } from "./match-plan.row.ts";

/** That a plan gives a supply to a need. Nothing is promised by it. */
@Entity("match_plan_line")
export class MatchPlanLineRow {
  @PrimaryColumn("uuid", { name: "plan_id", primaryKeyConstraintName: "match_plan_line_pkey" })
  @ForeignKey(() => MatchPlanRow, { name: "match_plan_line_plan_fkey", onDelete: "CASCADE" })
  planId!: string;

  /** From 1: the most urgent first, then the best score. */
  @PrimaryColumn("integer", { primaryKeyConstraintName: "match_plan_line_pkey" })
  position!: number;

  @Column("uuid", { name: "need_id" })
  needId!: string;

  @Column("uuid", { name: "supply_id" })
  supplyId!: string;

  @Column("text", { name: "supply_kind" })
  supplyKind!: SupplyKind;

  @Column("uuid", { name: "unit_id", nullable: true })
  unitId!: string | null;

  @Column("text", { name: "owner_name" })
  ownerName!: string;

  /** In the need's measure; null where something is used or done once. */
  @Column("numeric", { nullable: true })
  amount!: number | null;

  @Column("text", { name: "unit_of_measure", nullable: true })
  unitOfMeasure!: string | null;

  /** YYYY-MM; null for what is given away. */
  @Column("text", { nullable: true })
  month!: string | null;

  @Column("double precision")
  score!: number;

  @Column("text", { array: true })
  reasons!: string[];
}

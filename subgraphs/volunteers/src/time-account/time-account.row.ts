import { UnitRow } from "@gongjian/shared/database/unit-copy";
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { VolunteerRow } from "../volunteer/volunteer.row.ts";

@Entity("time_account")
@Index("time_account_volunteer_key", ["volunteerId"], { unique: true })
@Index("time_account_unit_key", ["unitId"], { unique: true })
@Check("time_account_one_owner", "num_nonnulls(volunteer_id, unit_id) = 1")
@Check("time_account_credit_not_negative", "credit_limit_minutes >= 0")
@Check("time_account_within_credit", "balance_minutes >= -credit_limit_minutes")
export class TimeAccountRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "time_account_pkey" })
  id!: string;

  @Column("uuid", { name: "volunteer_id", nullable: true })
  @ForeignKey(() => VolunteerRow, { name: "time_account_volunteer_fkey" })
  volunteerId!: string | null;

  @Column("uuid", { name: "unit_id", nullable: true })
  @ForeignKey(() => UnitRow, { name: "time_account_unit_fkey" })
  unitId!: string | null;

  @Column("integer", { name: "balance_minutes" })
  balanceMinutes!: number;

  @Column("integer", { name: "credit_limit_minutes" })
  creditLimitMinutes!: number;

  /** Number of the newest movement. */
  @Column("integer", { name: "movement_count" })
  movementCount!: number;

  @Column("timestamptz", { name: "opened_at" })
  openedAt!: Date;
}

import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { TimeAccountRow } from "./time-account.row.ts";

/** Written by `post_transfers` alone, never changed. A trigger demands its two movements at commit. */
@Entity("time_transfer")
@Index("time_transfer_key", ["actor", "idempotencyKey"], { unique: true })
@Check("time_transfer_minutes_positive", "minutes > 0")
@Check("time_transfer_two_accounts", "payer_id <> payee_id")
export class TimeTransferRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "time_transfer_pkey" })
  id!: string;

  /** The caller's subject: an idempotency key means something only beside who chose it. */
  @Column("text")
  actor!: string;

  @Column("text", { name: "idempotency_key" })
  idempotencyKey!: string;

  @Column("uuid", { name: "payer_id" })
  @ForeignKey(() => TimeAccountRow, { name: "time_transfer_payer_fkey" })
  payerId!: string;

  @Column("uuid", { name: "payee_id" })
  @ForeignKey(() => TimeAccountRow, { name: "time_transfer_payee_fkey" })
  payeeId!: string;

  @Column("integer")
  minutes!: number;

  @Column("text", { nullable: true })
  note!: string | null;

  @Column("timestamptz", { name: "occurred_at" })
  occurredAt!: Date;
}

/** One side of a transfer: minutes out are negative. Numbered without gaps within its account. */
@Entity("time_movement")
@Index("time_movement_side_key", { synchronize: false })
@Check("time_movement_moves", "minutes <> 0")
export class TimeMovementRow {
  @PrimaryColumn("uuid", { name: "account_id", primaryKeyConstraintName: "time_movement_pkey" })
  @ForeignKey(() => TimeAccountRow, { name: "time_movement_account_fkey" })
  accountId!: string;

  @PrimaryColumn("integer", { primaryKeyConstraintName: "time_movement_pkey" })
  sequence!: number;

  @Column("uuid", { name: "transfer_id" })
  @ForeignKey(() => TimeTransferRow, { name: "time_movement_transfer_fkey" })
  transferId!: string;

  @Column("integer")
  minutes!: number;

  @Column("integer", { name: "balance_after_minutes" })
  balanceAfterMinutes!: number;
}

import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { OrganisationRow } from "../organisation/organisation.row.ts";
import type { FilingList, ReminderOrigin } from "./filing-list.ts";
import { FilingRoundRow } from "./filing-round.row.ts";

/** A notice to a unit that it still owes lists: at most one a day in a round. */
@Entity("filing_reminder")
@Index("filing_reminder_day_key", ["roundId", "organisationId", "day"], { unique: true })
@Check("filing_reminder_origin_known", "origin in ('MANUAL', 'AUTOMATIC')")
@Check("filing_reminder_acknowledged_by_someone", "(acknowledged_by is null) = (acknowledged_at is null)")
export class FilingReminderRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "filing_reminder_pkey" })
  id!: string;

  @ForeignKey(() => FilingRoundRow, { name: "filing_reminder_round_fkey" })
  @Column("uuid", { name: "round_id" })
  roundId!: string;

  @ForeignKey(() => OrganisationRow, { name: "filing_reminder_organisation_fkey" })
  @Column("uuid", { name: "organisation_id" })
  organisationId!: string;

  /** What was missing when it was sent. */
  @Column("text", { array: true })
  lists!: FilingList[];

  @Column("date")
  day!: string;

  @Column("text")
  origin!: ReminderOrigin;

  @Column("text", { name: "sent_by" })
  sentBy!: string;

  @Column("timestamptz", { name: "sent_at" })
  sentAt!: Date;

  @Column("text", { name: "acknowledged_by", nullable: true })
  acknowledgedBy!: string | null;

  @Column("timestamptz", { name: "acknowledged_at", nullable: true })
  acknowledgedAt!: Date | null;
}

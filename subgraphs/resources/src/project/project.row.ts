import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { AreaRow, UnitRow } from "@gongjian/shared/database/unit-copy";

/** A commitment as a project's line names it; what counts stands in `project_commitment`. */
export interface NamedCommitment {
  readonly resourceId: string;
  readonly needId: string | null;
  readonly quantity: number | null;
}

/** One line of a unit's list of projects; the unit leads it. */
@Entity("project")
@Index("project_external_id_key", { synchronize: false })
@Index("project_content_key_key", { synchronize: false })
@Index("project_partners_idx", { synchronize: false })
@Index("project_unit_idx", ["unitId", "id"])
@Index("project_title_idx", ["unitId", "titleKey"])
@Index("project_area_idx", ["areaCode", "id"])
@Check("project_budget_not_negative", "budget >= 0::numeric")
@Check("project_period_in_order", "starts_on <= ends_on")
@Check("project_progress_known", "progress in ('PLANNED', 'ONGOING', 'AT_RISK', 'DONE', 'STOPPED')")
@Check("project_state_known", "state in ('PUBLISHED', 'WITHDRAWN')")
@Check("project_version_positive", "version > 0")
export class ProjectRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "project_pkey" })
  id!: string;

  @Column("uuid", { name: "unit_id" })
  @ForeignKey(() => UnitRow, { name: "project_unit_fkey" })
  unitId!: string;

  @Column("text", { name: "external_id", nullable: true })
  externalId!: string | null;

  @Column("text", { name: "category_code", nullable: true })
  categoryCode!: string | null;

  @Column("text")
  title!: string;

  @Column("text")
  description!: string;

  @Column("text", { name: "area_code" })
  @ForeignKey(() => AreaRow, { name: "project_area_fkey" })
  areaCode!: string;

  /** Units that were named as partners; who has left since stands in `project_withdrawal`. */
  @Column("uuid", { name: "partner_ids", array: true })
  partnerIds!: string[];

  /** Partners that are no registered unit, as written. */
  @Column("text", { name: "other_partners", array: true })
  otherPartners!: string[];

  @Column("uuid", { name: "need_ids", array: true })
  needIds!: string[];

  @Column("jsonb")
  commitments!: NamedCommitment[];

  @Column("date", { name: "starts_on", nullable: true })
  startsOn!: string | null;

  @Column("date", { name: "ends_on", nullable: true })
  endsOn!: string | null;

  @Column("text")
  progress!: "PLANNED" | "ONGOING" | "AT_RISK" | "DONE" | "STOPPED";

  @Column("text", { name: "progress_note" })
  progressNote!: string;

  @Column("text")
  funding!: string;

  /** Yuan. */
  @Column("numeric", { nullable: true })
  budget!: number | null;

  @Column("text")
  acceptance!: string;

  @Column("text", { array: true })
  milestones!: string[];

  @Column("text")
  risks!: string;

  @Column("text", { name: "contact_masked", nullable: true })
  contactMasked!: string | null;

  @Column("text")
  state!: "PUBLISHED" | "WITHDRAWN";

  /** The title folded (width, spaces): with the dates, by what a line without own number is known again. */
  @Column("text", { name: "title_key" })
  titleKey!: string;

  /** Title and dates folded, for lines without own number. */
  @Column("text", { name: "content_key", nullable: true })
  contentKey!: string | null;

  /** Of every published value, so that an unchanged line is not written again. */
  @Column("text", { name: "content_hash" })
  contentHash!: string;

  @Column("integer")
  version!: number;

  @Column("timestamptz", { name: "published_at" })
  publishedAt!: Date;

  @Column("timestamptz", { name: "updated_at" })
  updatedAt!: Date;
}

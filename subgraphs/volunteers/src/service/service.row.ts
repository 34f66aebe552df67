import { AreaRow } from "@gongjian/shared/database/unit-copy";
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { TeamRow } from "../team/team.row.ts";

@Entity("volunteer_service")
@Index("volunteer_service_list_key", ["listKey"], { unique: true })
@Index("volunteer_service_team_idx", ["teamId"])
@Index("volunteer_service_coverage_idx", ["coverageAreaCode"])
@Check("volunteer_service_quantity_positive", "quantity > 0")
@Check("volunteer_service_days_in_order", "valid_to >= valid_from")
@Check("volunteer_service_notice_not_negative", "min_notice_days >= 0")
@Check("volunteer_service_state_known", "state in ('PUBLISHED', 'WITHDRAWN')")
@Check("volunteer_service_version_positive", "version > 0")
export class VolunteerServiceRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "volunteer_service_pkey" })
  id!: string;

  @Column("text", { name: "external_id", nullable: true })
  externalId!: string | null;

  /** What identifies the service in its team's list: the team with the own number, or else with the title. */
  @Column("text", { name: "list_key", nullable: true })
  listKey!: string | null;

  @Column("uuid", { name: "team_id" })
  @ForeignKey(() => TeamRow, { name: "volunteer_service_team_fkey" })
  teamId!: string;

  @Column("text", { name: "category_code", nullable: true })
  categoryCode!: string | null;

  @Column("text")
  title!: string;

  @Column("text")
  description!: string;

  @Column("numeric", { nullable: true })
  quantity!: number | null;

  @Column("text", { name: "unit_of_measure", nullable: true })
  unitOfMeasure!: string | null;

  @Column("text", { name: "coverage_area_code" })
  @ForeignKey(() => AreaRow, { name: "volunteer_service_area_fkey" })
  coverageAreaCode!: string;

  @Column("text", { array: true })
  audience!: string[];

  @Column("date", { name: "valid_from", nullable: true })
  validFrom!: string | null;

  @Column("date", { name: "valid_to", nullable: true })
  validTo!: string | null;

  @Column("text")
  schedule!: string;

  @Column("integer", { name: "min_notice_days" })
  minNoticeDays!: number;

  @Column("text", { nullable: true })
  qualification!: string | null;

  @Column("text")
  state!: "PUBLISHED" | "WITHDRAWN";

  /** Counts the changes, so that consumers of the announcement keep the newest. */
  @Column("integer")
  version!: number;

  @Column("text", { name: "content_hash", nullable: true })
  contentHash!: string | null;
}

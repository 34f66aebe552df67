import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { AreaRow, UnitRow } from "@gongjian/shared/database/unit-copy";

/** One line of a unit's list of needs. */
@Entity("need")
@Index("need_external_id_key", { synchronize: false })
@Index("need_content_key_key", { synchronize: false })
@Index("need_tokens_idx", { synchronize: false })
@Index("need_unit_idx", ["unitId", "id"])
@Index("need_title_idx", ["unitId", "titleKey"])
@Index("need_area_idx", ["areaCode", "id"])
@Index("need_category_idx", ["categoryCode", "id"])
@Check("need_quantity_not_negative", "quantity >= 0::numeric")
@Check("need_people_served_not_negative", "people_served >= 0")
@Check("need_period_in_order", "needed_from <= needed_to")
@Check("need_urgency_known", "urgency in ('LOW', 'NORMAL', 'HIGH', 'URGENT')")
@Check("need_state_known", "state in ('PUBLISHED', 'WITHDRAWN')")
@Check("need_version_positive", "version > 0")
export class NeedRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "need_pkey" })
  id!: string;

  @Column("uuid", { name: "unit_id" })
  @ForeignKey(() => UnitRow, { name: "need_unit_fkey" })
  unitId!: string;

  @Column("text", { name: "external_id", nullable: true })
  externalId!: string | null;

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

  @Column("text", { name: "area_code" })
  @ForeignKey(() => AreaRow, { name: "need_area_fkey" })
  areaCode!: string;

  @Column("text", { array: true })
  audience!: string[];

  @Column("date", { name: "needed_from", nullable: true })
  neededFrom!: string | null;

  @Column("date", { name: "needed_to", nullable: true })
  neededTo!: string | null;

  @Column("text")
  schedule!: string;

  @Column("text")
  urgency!: "LOW" | "NORMAL" | "HIGH" | "URGENT";

  @Column("integer", { name: "people_served", nullable: true })
  peopleServed!: number | null;

  /** Title and description segmented for matching; made when the line is written. */
  @Column("text", { array: true })
  tokens!: string[];

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

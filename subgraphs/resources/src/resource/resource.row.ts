import { Check, Column, Entity, Index, PrimaryColumn } from "typeorm";

/** One line of a unit's resource list. The contact is masked here; the raw one is in `resource_contact`. */
@Entity("resource")
@Index("resource_external_id_key", { synchronize: false })
@Index("resource_content_key_key", { synchronize: false })
@Index("resource_content_idx", { synchronize: false })
@Index("resource_unit_idx", ["unitId", "id"])
@Index("resource_title_idx", ["unitId", "titleKey"])
@Index("resource_area_idx", ["coverageAreaCode", "id"])
@Index("resource_category_idx", ["categoryCode", "id"])
@Check("resource_quantity_not_negative", "quantity >= 0::numeric")
@Check("resource_period_in_order", "valid_from <= valid_to")
@Check("resource_min_notice_not_negative", "min_notice_days >= 0")
@Check("resource_cost_known", "cost in ('FREE', 'DISCOUNT', 'COST_PRICE')")
@Check("resource_state_known", "state in ('PUBLISHED', 'SUSPENDED', 'WITHDRAWN')")
@Check("resource_version_positive", "version > 0")
export class ResourceRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "resource_pkey" })
  id!: string;

  @Column("uuid", { name: "unit_id" })
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

  @Column("text", { name: "coverage_area_code" })
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
  cost!: "FREE" | "DISCOUNT" | "COST_PRICE";

  /** What the publisher added and no other column takes. */
  @Column("text", { nullable: true })
  remarks!: string | null;

  @Column("text", { name: "contact_masked", nullable: true })
  contactMasked!: string | null;

  @Column("text", { name: "phone_masked", nullable: true })
  phoneMasked!: string | null;

  @Column("text")
  state!: "PUBLISHED" | "SUSPENDED" | "WITHDRAWN";

  /** The title folded (width, spaces): with the dates, by what a line without own number is known again. */
  @Column("text", { name: "title_key" })
  titleKey!: string;

  /** Title and dates folded, for lines without own number. */
  @Column("text", { name: "content_key", nullable: true })
  contentKey!: string | null;

  /** Of every published value, so that an unchanged line is not written again. */
  @Column("text", { name: "content_hash" })
  contentHash!: string;

  /** 128 bits of the cells' hash as they were sent; null where the sender was told something about the line. */
  @Column("uuid", { name: "source_hash", nullable: true })
  @Index("resource_source_hash_idx")
  sourceHash!: string | null;

  @Column("integer")
  version!: number;

  @Column("timestamptz", { name: "published_at" })
  publishedAt!: Date;

  @Column("timestamptz", { name: "updated_at" })
  updatedAt!: Date;

  @Column("date", { name: "confirmed_on" })
  confirmedOn!: string;
}

import { Check, Column, Entity, Index, PrimaryColumn } from "typeorm";

/** One line of a unit's list of needs. */
@Entity("need")
@Index("need_external_id_key", { synchronize: false })
@Index("need_content_key_key", { synchronize: false })
@Index("need_content_idx", { synchronize: false })
@Index("need_changes_idx", { synchronize: false })
@Index("need_unit_idx", ["unitId", "id"])
@Index("need_title_idx", ["unitId", "titleKey"])
@Index("need_area_idx", ["areaCode", "id"])
@Index("need_category_idx", ["categoryCode", "id"])
@Check("need_quantity_not_negative", "quantity >= 0::numeric")
@Check("need_people_served_not_negative", "people_served >= 0")
@Check("need_period_in_order", "needed_from <= needed_to")
@Check("need_urgency_known", "urgency in ('LOW', 'NORMAL', 'HIGH', 'URGENT')")
@Check("need_state_known", "state in ('PUBLISHED', 'MERGED', 'WITHDRAWN')")
@Check("need_version_positive", "version > 0")
export class NeedRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "need_pkey" })
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

  @Column("text", { name: "area_code" })
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

  /** The day on which it was handed in, where its unit says so. */
  @Column("date", { name: "submitted_on", nullable: true })
  submittedOn!: string | null;

  /** What the publisher added and no other column takes. */
  @Column("text", { nullable: true })
  remarks!: string | null;

  @Column("text", { name: "contact_masked", nullable: true })
  contactMasked!: string | null;

  @Column("text", { name: "phone_masked", nullable: true })
  phoneMasked!: string | null;

  /** Title and description segmented for matching; made when the line is written. */
  @Column("text", { array: true })
  tokens!: string[];

  @Column("text")
  state!: "PUBLISHED" | "MERGED" | "WITHDRAWN";

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
  @Index("need_source_hash_idx")
  sourceHash!: string | null;

  /** When its unit last said, without a change, that it still holds; null: not since it last changed. */
  @Column("date", { name: "confirmed_on", nullable: true })
  confirmedOn!: string | null;

  @Column("integer")
  version!: number;

  @Column("timestamptz", { name: "published_at" })
  publishedAt!: Date;

  @Column("timestamptz", { name: "updated_at" })
  updatedAt!: Date;

  /** The transaction that last wrote what the index in memory holds; PostgreSQL sets it. */
  @Column({
    type: "bigint",
    name: "changed_in",
    default: () => "current_transaction()",
    insert: false,
    update: false,
    select: false,
  })
  changedIn?: string;
}

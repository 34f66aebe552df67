import { AreaRow } from "@gongjian/shared/database/unit-copy";
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { MerchantRow } from "../merchant/merchant.row.ts";

export type OfferEligibilityKind = "NONE" | "STARS" | "HOURS";
export type OfferState = "PUBLISHED" | "WITHDRAWN";

@Entity("merchant_offer")
@Index("merchant_offer_external_id_key", ["merchantId", "externalId"], { unique: true })
@Index("merchant_offer_content_key_key", ["merchantId", "contentKey"], { unique: true })
@Index("merchant_offer_category_idx", ["category"])
@Check("merchant_offer_quantity_known", "quantity >= 0")
@Check("merchant_offer_validity", "valid_from <= valid_to")
@Check(
  "merchant_offer_eligibility",
  `(eligibility_kind = 'NONE' and eligibility_threshold is null)
   or (eligibility_kind in ('STARS', 'HOURS') and eligibility_threshold > 0)`,
)
@Check("merchant_offer_state", "state in ('PUBLISHED', 'WITHDRAWN')")
@Check("merchant_offer_version_positive", "version > 0")
export class MerchantOfferRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "merchant_offer_pkey" })
  id!: string;

  @ForeignKey(() => MerchantRow, "id", { name: "merchant_offer_merchant_fkey" })
  @Column("uuid", { name: "merchant_id" })
  merchantId!: string;

  @Column("text", { name: "external_id", nullable: true })
  externalId!: string | null;

  @Column("text", { nullable: true })
  category!: string | null;

  @Column("text")
  title!: string;

  @Column("text")
  description!: string;

  @Column("numeric", { nullable: true })
  quantity!: number | null;

  @Column("text", { name: "unit_of_measure", nullable: true })
  unitOfMeasure!: string | null;

  @ForeignKey(() => AreaRow, "code", { name: "merchant_offer_coverage_fkey" })
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

  @Column("text", { name: "eligibility_kind" })
  eligibilityKind!: OfferEligibilityKind;

  /** Stars, or minutes of volunteering. */
  @Column("integer", { name: "eligibility_threshold", nullable: true })
  eligibilityThreshold!: number | null;

  @Column("text")
  state!: OfferState;

  /** Counts every change, so that consumers keep the newest. */
  @Column("integer")
  version!: number;

  /** What identifies a row without a number of its own; null for all others. */
  @Column("text", { name: "content_key", nullable: true })
  contentKey!: string | null;

  /** Of the list's row it came from; empty for one that was written otherwise. */
  @Column("text", { name: "content_hash" })
  contentHash!: string;
}

import { AreaRow, UnitRow } from "@gongjian/shared/database/unit-copy";
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";

@Entity("merchant")
@Index("merchant_external_id_key", ["externalId"], { unique: true })
@Index("merchant_uscc_key", ["uscc"], { unique: true })
@Index("merchant_content_key_key", ["contentKey"], { unique: true })
@Index("merchant_area_idx", ["areaCode"])
@Index("merchant_road_section_idx", ["roadSection", "areaCode"])
@Index("merchant_organisation_idx", ["organisationId"])
@Check("merchant_uscc_form", "uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'")
@Check("merchant_area_level", "length(area_code) >= 12")
export class MerchantRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "merchant_pkey" })
  id!: string;

  @Column("text", { name: "external_id", nullable: true })
  externalId!: string | null;

  @Column("text", { nullable: true })
  uscc!: string | null;

  @Column("text", { name: "licence_name", nullable: true })
  licenceName!: string | null;

  @Column("text", { name: "shop_name" })
  shopName!: string;

  @Column("text")
  trade!: string;

  @Column("text", { name: "road_section", nullable: true })
  roadSection!: string | null;

  @ForeignKey(() => AreaRow, "code", { name: "merchant_area_fkey" })
  @Column("text", { name: "area_code" })
  areaCode!: string;

  @Column("text")
  address!: string;

  @Column("text", { name: "contact_masked", nullable: true })
  contactMasked!: string | null;

  @Column("text", { name: "phone_masked", nullable: true })
  phoneMasked!: string | null;

  @Column("boolean", { name: "party_member_shop" })
  partyMemberShop!: boolean;

  /** The shopkeeper's login: the `sub` of the token with which the shop publishes. */
  @Column("text", { nullable: true })
  subject!: string | null;

  /** The member unit with the same USCC, kept current by that unit's events. */
  @ForeignKey(() => UnitRow, "id", { name: "merchant_organisation_fkey" })
  @Column("uuid", { name: "organisation_id", nullable: true })
  organisationId!: string | null;

  /** What identifies a row without a number of its own; null for all others. */
  @Column("text", { name: "content_key", nullable: true })
  contentKey!: string | null;

  /** Of the list's row it came from; empty for one that was written otherwise. */
  @Column("text", { name: "content_hash" })
  contentHash!: string;
}

import { Check, Column, Entity, Index, PrimaryColumn } from "typeorm";

/** The searchable copy of every supply. Its owner's table, here or in another subgraph, is the truth. */
@Entity("supply")
@Check("supply_kind_known", "kind in ('RESOURCE', 'VOLUNTEER_SERVICE', 'MERCHANT_OFFER')")
@Check("supply_state_known", "state in ('PUBLISHED', 'WITHDRAWN', 'SUSPENDED')")
@Check("supply_version_positive", "version > 0")
@Index("supply_changes_idx", ["countyCode", "changedIn"])
export class SupplyRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "supply_pkey" })
  id!: string;

  @Column("text")
  kind!: string;

  @Column("uuid", { name: "owner_unit_id", nullable: true })
  ownerUnitId!: string | null;

  @Column("text", { name: "owner_name" })
  ownerName!: string;

  @Column("text")
  title!: string;

  @Column("text")
  description!: string;

  @Column("text", { nullable: true })
  category!: string | null;

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
  cost!: string;

  @Column("text", { nullable: true })
  eligibility!: string | null;

  @Column("text")
  state!: string;

  @Column("date", { name: "confirmed_on", nullable: true })
  confirmedOn!: string | null;

  @Column("integer")
  version!: number;

  @Column("text", { array: true })
  tokens!: string[];

  @Column("text", { name: "county_code" })
  countyCode!: string;

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

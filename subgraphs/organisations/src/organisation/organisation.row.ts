import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { AreaRow } from "../area/area.row.ts";
import type { OrganisationKind, UsccStatus } from "./organisation-kind.ts";

@Entity("organisation")
@Index("organisation_uscc_key", ["uscc"], { unique: true })
@Index("organisation_name_key", { synchronize: false })
@Index("organisation_area_code_idx", ["areaCode"])
@Check("organisation_uscc_shape", "uscc ~ '^[0-9A-HJ-NPQRTUWXY]{18}$'")
@Check("organisation_uscc_status_known", "uscc_status in ('UNVERIFIED', 'FORMAT_OK', 'REGISTRY_OK')")
@Check("organisation_uscc_status_fits", "(uscc is null) = (uscc_status = 'UNVERIFIED')")
@Check("organisation_kind_known", "kind in ('GOVERNMENT')")
@Check("organisation_name_not_empty", "name <> ''")
@Check("organisation_version_positive", "version > 0")
export class OrganisationRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "organisation_pkey" })
  id!: string;

  @Column("text", { nullable: true })
  uscc!: string | null;

  @Column("text", { name: "uscc_status" })
  usccStatus!: UsccStatus;

  @Column("text")
  name!: string;

  @Column("text", { name: "short_name" })
  shortName!: string;

  @Column("text")
  kind!: OrganisationKind;

  @ForeignKey(() => AreaRow, { name: "organisation_area_fkey" })
  @Column("text", { name: "area_code" })
  areaCode!: string;

  @Column("text", { nullable: true })
  address!: string | null;

  @Column("text", { name: "contact_masked", nullable: true })
  contactMasked!: string | null;

  @Column("text", { name: "phone_masked", nullable: true })
  phoneMasked!: string | null;

  @Column("integer")
  version!: number;
}

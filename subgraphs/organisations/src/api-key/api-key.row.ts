import type { ApiKeyScope } from "@gongjian/shared/contracts/permissions";
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { OrganisationRow } from "../organisation/organisation.row.ts";
import type { ApiKeyRole } from "./api-key-role.ts";

@Entity("api_key")
@Index("api_key_hash_key", ["hash"], { unique: true })
@Index("api_key_organisation_id_idx", ["organisationId", "id"])
@Check("api_key_role_known", "role = 'UNIT_CLERK'")
@Check("api_key_hash_is_sha256", "hash ~ '^[0-9a-f]{64}$'")
@Check("api_key_label_not_empty", "label <> ''")
@Check("api_key_scopes_known", "cardinality(scopes) > 0")
@Check("api_key_ends_when_rotated", "(ends_at is null) = (rotated_to is null)")
export class ApiKeyRow {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "api_key_pkey" })
  id!: string;

  @ForeignKey(() => OrganisationRow, { name: "api_key_organisation_fkey" })
  @Column("uuid", { name: "organisation_id" })
  organisationId!: string;

  @Column("text")
  role!: ApiKeyRole;

  @Column("text")
  label!: string;

  @Column("text")
  hash!: string;

  @Column("text", { name: "created_by" })
  createdBy!: string;

  @Column("timestamptz", { name: "created_at" })
  createdAt!: Date;

  @Column("text", { array: true })
  scopes!: ApiKeyScope[];

  @Column("date", { name: "expires_on" })
  expiresOn!: string;

  /** The end of the overlap with the key that took its place. */
  @Column("timestamptz", { name: "ends_at", nullable: true })
  endsAt!: Date | null;

  @ForeignKey(() => ApiKeyRow, { name: "api_key_rotated_to_fkey" })
  @Column("uuid", { name: "rotated_to", nullable: true })
  rotatedTo!: string | null;

  @Column("timestamptz", { name: "last_used_at", nullable: true })
  lastUsedAt!: Date | null;

  @Column("timestamptz", { name: "revoked_at", nullable: true })
  revokedAt!: Date | null;
}

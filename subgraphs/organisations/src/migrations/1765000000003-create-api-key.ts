import type { MigrationInterface, QueryRunner } from "typeorm";
import { protectTable } from "../row-policies.ts";

export class CreateApiKey1765000000003 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table api_key (
        id uuid constraint api_key_pkey primary key,
        organisation_id uuid not null constraint api_key_organisation_fkey references organisation (id),
        role text not null,
        label text not null,
        hash text not null,
        created_by text not null,
        created_at timestamptz not null,
        expires_on date,
        last_used_at timestamptz,
        revoked_at timestamptz,
        constraint api_key_role_known check (role = 'UNIT_CLERK'),
        constraint api_key_hash_is_sha256 check (hash ~ '^[0-9a-f]{64}$'),
        constraint api_key_label_not_empty check (label <> '')
      );
      create unique index api_key_hash_key on api_key (hash);
      create index api_key_organisation_id_idx on api_key (organisation_id, id);
    `);
    const managed = "may_manage_keys(organisation_id)";
    await protectTable(db, "api_key", managed, managed);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table api_key`);
  }
}

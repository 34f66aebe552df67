import type { MigrationInterface, QueryRunner } from "typeorm";

/**
 * Scopes, rotation with an overlap, and an end for every key. Keys from before keep what they could do,
 * and those without an end get the longest life that a key can have, counted from now.
 */
export class RotateApiKeys1767000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table api_key
        add column scopes text[] not null default array['LISTS_READ', 'LISTS_PUBLISH'],
        add column ends_at timestamptz,
        add column rotated_to uuid constraint api_key_rotated_to_fkey references api_key (id);
      alter table api_key alter column scopes drop default;
      update api_key set expires_on = current_date + interval '2 years' where expires_on is null;
      alter table api_key
        alter column expires_on set not null,
        add constraint api_key_scopes_known
          check (cardinality(scopes) > 0 and scopes <@ array['LISTS_READ', 'LISTS_PUBLISH']),
        add constraint api_key_ends_when_rotated check ((ends_at is null) = (rotated_to is null));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table api_key
        drop constraint api_key_ends_when_rotated,
        drop constraint api_key_scopes_known,
        alter column expires_on drop not null,
        drop column rotated_to,
        drop column ends_at,
        drop column scopes;
    `);
  }
}

import {
  createWritableUnits,
  dropWritableUnits,
  isWritableUnit,
} from "@gongjian/shared/database/row-security";
import type { MigrationInterface, QueryRunner } from "typeorm";

const LISTS = ["resource", "need"] as const;

/**
 * For lists of 100,000 lines: a line is recognised by a hash of what was sent, so that what has not changed is
 * not read again, and row security is asked once for a statement and not once for a line.
 */
export class RecogniseSentLines1766000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await createWritableUnits(db);
    for (const list of LISTS) {
      await db.query(`
        alter table ${list} add source_hash uuid;
        create index ${list}_source_hash_idx on ${list} (source_hash);
        create index ${list}_content_idx on ${list} (unit_id, content_key) where content_key is not null;
      `);
      await alterPolicies(db, list, isWritableUnit(), "(select may_publish_lists())");
    }
    const readable = `(select may_read_contacts()) and ${isWritableUnit()}`;
    await db.query(`
      create function may_read_contacts() returns boolean language sql stable as $$
        select coalesce(current_setting('gongjian.role', true)
          in ('UNIT_CLERK', 'UNIT_HEAD', 'SECRETARIAT', 'COMMITTEE_HEAD'), false)
      $$;
      alter policy resource_contact_owner on resource_contact using (${readable}) with check (${readable});
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    const readable = "coalesce(may_read_contact(unit_id), false)";
    await db.query(`
      alter policy resource_contact_owner on resource_contact using (${readable}) with check (${readable});
      drop function may_read_contacts();
    `);
    for (const list of LISTS) {
      await alterPolicies(db, list, "coalesce(may_write_unit(unit_id), false)", "may_publish_lists()");
      await db.query(`drop index ${list}_content_idx; alter table ${list} drop source_hash`);
    }
    await dropWritableUnits(db);
  }
}

async function alterPolicies(db: QueryRunner, list: string, unit: string, role: string): Promise<void> {
  await db.query(`
    alter policy ${list}_insert on ${list} with check (${unit});
    alter policy ${list}_update on ${list} using (${unit}) with check (${unit});
    alter policy ${list}_delete on ${list} using (${unit});
    alter policy ${list}_insert_role on ${list} with check (${role});
    alter policy ${list}_update_role on ${list} using (${role});
    alter policy ${list}_delete_role on ${list} using (${role});
  `);
}

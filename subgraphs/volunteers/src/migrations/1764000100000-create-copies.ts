import { createUnitCopyTables, dropUnitCopyTables } from "@gongjian/shared/database/unit-copy";
import { createInboxTable, dropInboxTable } from "@gongjian/shared/events/inbox";
import { createImportTables, dropImportTables } from "@gongjian/shared/import/import-tables";
import type { MigrationInterface, QueryRunner } from "typeorm";

/** What comes from elsewhere (areas, units, uploads), and who may write and read by its unit and area. */
export class CreateCopies1764000100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await createUnitCopyTables(db);
    await createInboxTable(db);
    await createImportTables(db);
    await db.query(`
      create function may_write_scope(row_unit uuid, row_area text) returns boolean language sql stable as $$
        select coalesce(case
          when current_setting('gongjian.system', true) = 'on' then true
          when coalesce(current_setting('gongjian.unit', true), '') <> '' then
            current_setting('gongjian.role', true) in ('UNIT_CLERK', 'UNIT_HEAD')
            and row_unit = nullif(current_setting('gongjian.unit', true), '')::uuid
          when current_setting('gongjian.role', true) in ('SECRETARIAT', 'COMMITTEE_HEAD', 'ADMIN') then
            starts_with(row_area, coalesce(current_setting('gongjian.area', true), ''))
          else false
        end, false)
      $$;
      -- An administrator may enter a contact and may not read it again.
      create function may_read_contact(row_unit uuid, row_area text) returns boolean language sql stable as $$
        select may_write_scope(row_unit, row_area)
          and current_setting('gongjian.role', true) is distinct from 'ADMIN'
      $$;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function may_read_contact(uuid, text);
      drop function may_write_scope(uuid, text);
    `);
    await dropImportTables(db);
    await dropInboxTable(db);
    await dropUnitCopyTables(db);
  }
}

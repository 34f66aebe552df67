import type { QueryRunner } from "typeorm";

/**
 * Functions that row policies ask about the transaction's viewer. They are the second line behind the
 * permission checks of the services.
 */
export async function createPolicyFunctions(db: QueryRunner): Promise<void> {
  await db.query(`
    create function is_registrar() returns boolean language sql stable as $$
      select coalesce(
        current_setting('gongjian.system', true) = 'on' or current_setting('gongjian.role', true) = 'ADMIN',
        false
      )
    $$;
    create function may_manage_area(area_code text) returns boolean language sql stable as $$
      select is_registrar() or coalesce(
        current_setting('gongjian.role', true) in ('SECRETARIAT', 'COMMITTEE_HEAD')
          and coalesce(current_setting('gongjian.unit', true), '') = ''
          and starts_with(area_code, coalesce(current_setting('gongjian.area', true), '')),
        false
      )
    $$;
    create function may_manage_keys(unit uuid) returns boolean language sql stable as $$
      select is_registrar() or coalesce(
        current_setting('gongjian.role', true) = 'UNIT_HEAD'
          and unit = nullif(current_setting('gongjian.unit', true), '')::uuid,
        false
      )
    $$;
  `);
}

export async function dropPolicyFunctions(db: QueryRunner): Promise<void> {
  await db.query(`
    drop function may_manage_keys(uuid);
    drop function may_manage_area(text);
    drop function is_registrar();
  `);
}

/** Everyone may read, only those for whom `writable` holds may insert and update; nobody deletes. */
export async function protectTable(
  db: QueryRunner,
  table: string,
  writable: string,
  readable = "true",
): Promise<void> {
  await db.query(`
    alter table ${table} enable row level security;
    create policy ${table}_read on ${table} for select using (${readable});
    create policy ${table}_insert on ${table} for insert with check (${writable});
    create policy ${table}_update on ${table} for update using (${writable}) with check (${writable});
  `);
}

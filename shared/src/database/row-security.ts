import type { QueryRunner } from "typeorm";

/**
 * Creates `may_write_unit(unit)`: whether the transaction's viewer may write rows of that unit. The second
 * line behind the permission checks of the services. Needs a table `unit (id, area_code)`.
 */
export async function createUnitWriteFunction(db: QueryRunner): Promise<void> {
  await db.query(`
    create function may_write_unit(row_unit uuid) returns boolean language sql stable as $$
      select case
        when current_setting('gongjian.system', true) = 'on' then true
        when coalesce(current_setting('gongjian.unit', true), '') <> '' then
          current_setting('gongjian.role', true) in ('UNIT_CLERK', 'UNIT_HEAD', 'MERCHANT')
          and row_unit = nullif(current_setting('gongjian.unit', true), '')::uuid
        when current_setting('gongjian.role', true) not in ('SECRETARIAT', 'COMMITTEE_HEAD', 'ADMIN') then false
        when coalesce(current_setting('gongjian.area', true), '') = '' then
          current_setting('gongjian.role', true) is not null
        else exists (
          select from unit
          where unit.id = row_unit and starts_with(unit.area_code, current_setting('gongjian.area', true))
        )
      end
    $$
  `);
}

export async function dropUnitWriteFunction(db: QueryRunner): Promise<void> {
  await db.query(`drop function may_write_unit(uuid)`);
}

/** Turns on row security for a table: everyone may read, only those who may write its unit may change it. */
export async function protectUnitTable(
  db: QueryRunner,
  table: string,
  unitColumn = "unit_id",
): Promise<void> {
  const allowed = `coalesce(may_write_unit(${unitColumn}), false)`;
  await db.query(`
    alter table ${table} enable row level security;
    create policy ${table}_read on ${table} for select using (true);
    create policy ${table}_insert on ${table} for insert with check (${allowed});
    create policy ${table}_update on ${table} for update using (${allowed}) with check (${allowed});
    create policy ${table}_delete on ${table} for delete using (${allowed});
  `);
}

/** Takes update and delete on an append-only table from the app's role, which provisioning has named. */
export async function makeAppendOnly(db: QueryRunner, table: string): Promise<void> {
  await db.query(`
    do $$ begin
      execute format('revoke update, delete, truncate on ${table} from %I', current_setting('gongjian.app_role'));
    end $$
  `);
}

/**
 * Creates what `isWritableUnit` asks: the same rule as `may_write_unit`, but answered once for a statement
 * and not once for each of the rows that it writes. Needs a table `unit (id, area_code)`.
 */
export async function createWritableUnits(db: QueryRunner): Promise<void> {
  await db.query(`
    create function writes_every_unit() returns boolean language sql stable as $$
      select coalesce(
        current_setting('gongjian.system', true) = 'on'
        or coalesce(current_setting('gongjian.unit', true), '') = ''
          and coalesce(current_setting('gongjian.area', true), '') = ''
          and current_setting('gongjian.role', true) in ('SECRETARIAT', 'COMMITTEE_HEAD', 'ADMIN'),
        false
      )
    $$;
    create function writable_units() returns setof uuid language sql stable as $$
      select nullif(current_setting('gongjian.unit', true), '')::uuid
      where coalesce(current_setting('gongjian.unit', true), '') <> ''
        and current_setting('gongjian.role', true) in ('UNIT_CLERK', 'UNIT_HEAD', 'MERCHANT')
      union all
      select id from unit
      where coalesce(current_setting('gongjian.unit', true), '') = ''
        and coalesce(current_setting('gongjian.area', true), '') <> ''
        and current_setting('gongjian.role', true) in ('SECRETARIAT', 'COMMITTEE_HEAD', 'ADMIN')
        and starts_with(area_code, current_setting('gongjian.area', true))
    $$
  `);
}

export async function dropWritableUnits(db: QueryRunner): Promise<void> {
  await db.query(`drop function writable_units(); drop function writes_every_unit()`);
}

/** SQL condition of a policy: the transaction's viewer may write rows of this unit. */
export function isWritableUnit(unitColumn = "unit_id"): string {
  return `((select writes_every_unit()) or ${unitColumn} in (select writable_units()))`;
}

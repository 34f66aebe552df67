import type { QueryRunner } from "typeorm";

/** A column that holds keys of another table, and the foreign key that said so. */
export interface Reference {
  readonly table: string;
  readonly column: string;
  readonly target: string;
  readonly key: string;
  /** Name of the foreign key, and of what stands in its place. */
  readonly name: string;
  /** What the foreign key did, for going back. */
  readonly onDelete?: "cascade";
}

/**
 * Replaces foreign keys by triggers that check all rows of a statement at once. Only for targets whose rows
 * are never deleted and whose keys never change: nobody but the owner may do either from here on.
 */
export async function checkReferences(db: QueryRunner, references: readonly Reference[]): Promise<void> {
  for (const { table, column, target, key, name } of references) {
    await db.query(`
      create function ${name}_check() returns trigger language plpgsql
      -- A target that has just been filled has no statistics, and would be read from end to end.
      set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
      begin
        if exists (
          select from (select distinct ${column} as key from written) sent
          where sent.key is not null
            and not exists (select from ${target} where ${target}.${key} = sent.key)
        ) then
          raise foreign_key_violation using constraint = '${name}', message = 'unknown ${target}';
        end if;
        return null;
      end $$;
      create trigger ${name}_insert after insert on ${table} referencing new table as written
        for each statement execute function ${name}_check();
      create trigger ${name}_update after update on ${table} referencing new table as written
        for each statement execute function ${name}_check();
      alter table ${table} drop constraint ${name};
    `);
  }
  for (const target of new Set(references.map((reference) => reference.target))) {
    await db.query(`
      do $$ begin
        execute format('revoke delete, truncate on ${target} from %I', current_setting('gongjian.app_role'));
      end $$
    `);
  }
}

export async function restoreForeignKeys(db: QueryRunner, references: readonly Reference[]): Promise<void> {
  for (const { table, column, target, key, name, onDelete } of references) {
    await db.query(`
      drop trigger ${name}_insert on ${table};
      drop trigger ${name}_update on ${table};
      drop function ${name}_check();
      alter table ${table} add constraint ${name} foreign key (${column}) references ${target} (${key})
        ${onDelete === undefined ? "" : `on delete ${onDelete}`};
    `);
  }
  for (const target of new Set(references.map((reference) => reference.target))) {
    await db.query(`
      do $$ begin
        execute format('grant delete, truncate on ${target} to %I', current_setting('gongjian.app_role'));
      end $$
    `);
  }
}

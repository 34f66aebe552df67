import type { MigrationInterface, QueryRunner } from "typeorm";

/** Of a table: what a change must touch for the index in memory to read the row again. */
const INDEXED = {
  supply: "tokens, county_code, coverage_area_code, owner_unit_id, valid_from, valid_to, state",
  need: "tokens, area_code, unit_id, needed_from, needed_to, state",
} as const;

/**
 * Candidates are found in memory; the tables only say which transaction wrote a row last. The two indexes of
 * words go: they cost an import 40 microseconds a row, and had to sort every row that shares a word.
 */
export class FindRowsInMemory1773000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function current_transaction() returns bigint language sql
        return pg_current_xact_id()::text::bigint;
      create function note_transaction() returns trigger language plpgsql as $$
      begin
        new.changed_in := pg_current_xact_id()::text::bigint;
        return new;
      end $$`);
    for (const [table, columns] of Object.entries(INDEXED)) {
      const [old, now] = ["old", "new"].map((row) => columns.replace(/\w+/g, (name) => `${row}.${name}`));
      await db.query(`
        alter table ${table}
          add column changed_in bigint not null default current_transaction();
        create trigger ${table}_note_transaction before update on ${table} for each row
          when ((${old}) is distinct from (${now})) execute function note_transaction()`);
    }
    await db.query(`
      drop index supply_tokens, supply_category, need_tokens_idx;
      create index supply_changes_idx on supply (county_code, changed_in);
      create index need_changes_idx on need ("left"(area_code, 6), changed_in)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index supply_changes_idx, need_changes_idx;
      create index supply_tokens on supply using gin (tokens);
      create index supply_category on supply (county_code, category);
      create index need_tokens_idx on need using gin (tokens)`);
    for (const table of Object.keys(INDEXED)) {
      await db.query(`
        drop trigger ${table}_note_transaction on ${table};
        alter table ${table} drop column changed_in`);
    }
    await db.query(`drop function note_transaction(); drop function current_transaction()`);
  }
}

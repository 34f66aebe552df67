import { createTestDatabase } from "@gongjian/shared/testing/database";
import { pendingSchemaChanges } from "@gongjian/shared/testing/migrations";
import { dataSourceOptions } from "../data-source.ts";

test("the tables are what the rows say, and every step can be taken back and again", async () => {
  const database = await createTestDatabase("resources", dataSourceOptions);
  const { owner } = database;
  try {
    expect(await pendingSchemaChanges(owner)).toEqual([]);
    const before = await shape();
    for (const migration of dataSourceOptions.migrations as unknown[]) {
      expect(migration).toBeDefined();
      await owner.undoLastMigration();
    }
    const left = await owner.query<{ name: string }[]>(
      "select table_name as name from information_schema.tables where table_schema = 'public'",
    );
    expect(left.map(({ name }) => name)).toEqual(["migrations"]);
    await owner.runMigrations();
    expect(await pendingSchemaChanges(owner)).toEqual([]);
    expect(await shape()).toEqual(before);
  } finally {
    await database.drop();
  }

  /** Columns, constraints, indexes, policies and what the app may do. */
  function shape(): Promise<object[]> {
    return owner.query(`
      select 'column', table_name, column_name, data_type, is_nullable
      from information_schema.columns where table_schema = 'public'
      union all select 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid), ''
      from pg_constraint where connamespace = 'public'::regnamespace
      union all select 'index', tablename, indexname, indexdef, '' from pg_indexes where schemaname = 'public'
      union all select 'policy', tablename, policyname, coalesce(qual, ''), coalesce(with_check, '')
      from pg_policies where schemaname = 'public'
      union all select 'grant', table_name, grantee, privilege_type, ''
      from information_schema.role_table_grants where table_schema = 'public'
      order by 1, 2, 3, 4`);
  }
});

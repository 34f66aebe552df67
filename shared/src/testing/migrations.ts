import type { DataSource } from "typeorm";

/** The SQL that TypeORM would still run to make the database fit the rows: empty when nothing drifted. */
export async function pendingSchemaChanges(owner: DataSource): Promise<string[]> {
  const { upQueries } = await owner.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}

/** What the schema holds with all migrations, after taking every one back, and after running them again. */
export async function downAndUpAgain(
  owner: DataSource,
): Promise<{ before: string[]; undone: string[]; again: string[] }> {
  const before = await shapeOf(owner);
  for (let left = owner.migrations.length; left > 0; left -= 1) await owner.undoLastMigration();
  const undone = await shapeOf(owner);
  await owner.runMigrations();
  return { before, undone, again: await shapeOf(owner) };
}

const SHAPE = `
  select format('column %s.%s %s %s', table_name, column_name, data_type, is_nullable) as line
    from information_schema.columns where table_schema = 'public'
  union all select format('constraint %s %s', conname, pg_get_constraintdef(oid))
    from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 'migrations'::regclass
  union all select format('sequence %s', sequencename) from pg_sequences where schemaname = 'public'
  union all select indexdef from pg_indexes where schemaname = 'public'
  union all select pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace
  union all select format('policy %s %s %s %s %s', tablename, policyname, cmd, qual, with_check)
    from pg_policies where schemaname = 'public'
  union all select pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where not tgisinternal and c.relnamespace = 'public'::regnamespace
  union all select format('table %s %s %s', relname, relrowsecurity, relacl)
    from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
`;

/** Tables, constraints, indexes, functions, policies, triggers and rights, without the table of migrations. */
async function shapeOf(owner: DataSource): Promise<string[]> {
  const rows = await owner.query<{ line: string }[]>(SHAPE);
  return rows
    .map(({ line }) => line)
    .filter((line) => !/\bmigrations/.test(line))
    .sort();
}

import { pendingSchemaChanges } from "@gongjian/shared/testing/migrations";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { organisations } from "../subgraph.ts";

let subgraph: TestSubgraph;

beforeAll(async () => {
  subgraph = await startTestSubgraph(organisations);
});

afterAll(() => subgraph.stop());

test("the migrated database is what the rows say", async () => {
  expect(await pendingSchemaChanges(subgraph.db)).toEqual([]);
});

test("all migrations can be undone and done again, and end in the same schema", async () => {
  const before = await schemaOf(subgraph);
  for (let left = subgraph.db.migrations.length; left > 0; left -= 1) await subgraph.db.undoLastMigration();
  expect(await schemaOf(subgraph)).toEqual([]);

  await subgraph.db.runMigrations();
  expect(await schemaOf(subgraph)).toEqual(before);
});

/** Columns, constraints, indexes, policies, functions and grants, as text. */
async function schemaOf({ db }: TestSubgraph): Promise<string[]> {
  const rows = await db.query<{ line: string }[]>(`
    select format('%s.%s %s %s', table_name, column_name, data_type, is_nullable) as line
      from information_schema.columns where table_schema = 'public'
    union all select format('%s %s', conname, pg_get_constraintdef(oid))
      from pg_constraint
      where connamespace = 'public'::regnamespace and conrelid <> 'migrations'::regclass
    union all select indexdef from pg_indexes where schemaname = 'public'
    union all select format('%s %s %s %s', policyname, cmd, qual, with_check) from pg_policies
    union all select pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace
    union all select format('%s %s', relname, relacl) from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r'
  `);
  return rows
    .map(({ line }) => line)
    .filter((line) => !/\bmigrations/.test(line))
    .sort();
}

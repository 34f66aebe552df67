import { pendingSchemaChanges } from "@gongjian/shared/testing/migrations";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { volunteers } from "../subgraph.ts";

let subgraph: TestSubgraph;

beforeAll(async () => {
  subgraph = await startTestSubgraph(volunteers);
});
afterAll(() => subgraph.stop());

test("the rows say what the migrations made", async () => {
  expect(await pendingSchemaChanges(subgraph.db)).toEqual([]);
});

test("every migration can be taken back and made again", async () => {
  const before = await shape();
  for (let left = subgraph.db.migrations.length; left > 0; left -= 1) await subgraph.db.undoLastMigration();
  expect(await shape()).toEqual([]);

  await subgraph.db.runMigrations();
  expect(await shape()).toEqual(before);
});

/** Sequences, columns, constraints, indexes, functions, policies, triggers and rights of the schema, as lines. */
async function shape(): Promise<string[]> {
  const rows = await subgraph.db.query<{ line: string }[]>(`
    select format('column %s.%s %s %s', table_name, column_name, data_type, is_nullable) as line
      from information_schema.columns where table_schema = 'public'
    union all select format('constraint %s %s', conname, pg_get_constraintdef(oid))
      from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n'
    union all select format('sequence %s', sequencename) from pg_sequences where schemaname = 'public'
    union all select indexdef from pg_indexes where schemaname = 'public'
    union all select pg_get_functiondef(oid) from pg_proc where pronamespace = 'public'::regnamespace
    union all select format('policy %s %s %s', tablename, policyname, coalesce(qual, with_check))
      from pg_policies where schemaname = 'public'
    union all select pg_get_triggerdef(t.oid) from pg_trigger t where not tgisinternal
      and tgrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
    union all select format('grant %s %s %s', table_name, grantee, privilege_type)
      from information_schema.table_privileges where table_schema = 'public'
    order by 1
  `);
  // The table in which migrations are remembered stays; its primary key has a generated name.
  return rows.map(({ line }) => line).filter((line) => !/migrations|PK_[0-9a-f]{27}/.test(line));
}

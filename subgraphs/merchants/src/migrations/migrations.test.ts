import { pendingSchemaChanges } from "@gongjian/shared/testing/migrations";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import { dataSourceOptions } from "../data-source.ts";
import { merchantsSubgraph } from "../subgraph.ts";

let subgraph: TestSubgraph;

beforeAll(async () => {
  subgraph = await startTestSubgraph(merchantsSubgraph);
});
afterAll(() => subgraph.stop());

test("the rows describe the tables that the migrations make", async () => {
  expect(await pendingSchemaChanges(subgraph.db)).toEqual([]);
});

test("the migrations go down and up again to the same schema", async () => {
  const before = await shape();
  for (let left = dataSourceOptions.migrations.length; left > 0; left -= 1) {
    await subgraph.db.undoLastMigration();
  }
  expect(await shape()).not.toEqual(before);
  expect((await shape()).filter(({ kind }) => kind !== "index" && kind !== "table")).toEqual([]);

  await subgraph.db.runMigrations();
  expect(await shape()).toEqual(before);
  expect(await pendingSchemaChanges(subgraph.db)).toEqual([]);
});

function shape(): Promise<{ kind: string; text: string }[]> {
  return subgraph.db.query(`
    select 'table' as kind, table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable as text
      from information_schema.columns where table_schema = 'public'
    union all select 'index', indexdef from pg_indexes where schemaname = 'public'
    union all select 'check', conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
      where connamespace = 'public'::regnamespace and contype in ('c', 'f')
    union all select 'policy', concat_ws(' ', tablename, policyname, cmd, qual, with_check) from pg_policies
    union all select 'function', proname from pg_proc where pronamespace = 'public'::regnamespace
    order by 1, 2
  `);
}

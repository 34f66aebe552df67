import { sample } from "@gongjian/shared/testing/sample-city";
import { startCity, type City } from "../testing/city.ts";

let city: City;
let statements: string[];
beforeAll(async () => {
  city = await startCity();
  await city.secretariat().upload({ list: "resources", file: sample("resources.csv") });
  await city.secretariat().upload({ list: "needs", file: sample("needs.csv") });
  statements = recordStatements(city);
});
beforeEach(() => {
  statements.length = 0;
});
afterAll(() => city.stop());

interface Answer {
  _entities: {
    resources: { nodes: { externalId: string }[]; pageInfo: { hasNextPage: boolean } };
    needs: { nodes: { externalId: string }[] };
  }[];
}

test("twenty organisations show their first resources and needs in two statements", async () => {
  const units = await city.db.query<{ id: string }[]>("select id from unit order by id limit 20");
  const { data } = await entities(
    units.map(({ id }) => ({ __typename: "Organisation", id })),
    "... on Organisation { resources(first: 5) { nodes { externalId } pageInfo { hasNextPage } } " +
      "needs(first: 5) { nodes { externalId } } }",
  );
  expect(statements).toHaveLength(2);
  for (const [i, { id }] of units.entries()) {
    const mine = await city.db.query<{ externalId: string }[]>(
      `select external_id as "externalId" from resource where unit_id = $1 order by id`,
      [id],
    );
    expect(data?._entities[i]?.resources.nodes).toEqual(mine.slice(0, 5));
    expect(data?._entities[i]?.resources.pageInfo.hasNextPage).toBe(mine.length > 5);
  }
});

test("areas show what is for them and everything below, in two statements", async () => {
  const codes = ["341881", "341881001", "341881001001", "341881002"];
  const { data } = await entities(
    codes.map((code) => ({ __typename: "Area", code })),
    "... on Area { resources(first: 100) { nodes { externalId } } needs(first: 100) { nodes { externalId } } }",
  );
  expect(statements).toHaveLength(2);
  for (const [i, code] of codes.entries()) {
    const resources = await city.db.query<object[]>(
      `select external_id as "externalId" from resource
       where coverage_area_code like $1 || '%' order by id limit 100`,
      [code],
    );
    const needs = await city.db.query<object[]>(
      `select external_id as "externalId" from need where area_code like $1 || '%' order by id limit 100`,
      [code],
    );
    expect(data?._entities[i]).toEqual({ resources: { nodes: resources }, needs: { nodes: needs } });
  }
});

test("the second page of an organisation follows the first", async () => {
  const id = city.unit("启工职校");
  const page = async (after: string): Promise<{ nodes: { externalId: string }[]; endCursor: string }> => {
    const { data } = await entities(
      [{ __typename: "Organisation", id }],
      `... on Organisation { resources(first: 10${after}) { nodes { externalId } pageInfo { endCursor } } }`,
    );
    const { nodes, pageInfo } = (data?._entities[0]?.resources ?? {}) as {
      nodes: { externalId: string }[];
      pageInfo: { endCursor: string };
    };
    return { nodes, endCursor: pageInfo.endCursor };
  };
  const first = await page("");
  const second = await page(`, after: "${first.endCursor}"`);
  expect([...first.nodes, ...second.nodes].map(({ externalId }) => externalId)).toEqual(
    Array.from({ length: 15 }, (_, i) => `R0${182 + i}`),
  );
});

test.each([1, 20])("%i references of resources and needs cost two statements", async (count) => {
  const resources = await city.db.query<{ id: string }[]>("select id from resource limit $1", [count]);
  const needs = await city.db.query<{ id: string }[]>("select id from need limit $1", [count]);
  const { errors } = await entities(
    [
      ...resources.map(({ id }) => ({ __typename: "Resource", id })),
      ...needs.map(({ id }) => ({ __typename: "Need", id })),
    ],
    `... on Resource { title contact unit { id } category { name } }
     ... on Need { title peopleServed area { code } category { name } }`,
  );
  expect(errors).toBeUndefined();
  expect(statements).toHaveLength(2);
});

test("importing 320 lines costs no more statements than importing 20", async () => {
  const send = async (file: Buffer): Promise<number> => {
    await city.clear();
    statements.length = 0;
    await city.secretariat().upload({ list: "resources", file });
    return statements.length;
  };
  const all = sample("resources.csv");
  const few = all.subarray(0, nthLineEnd(all, 21));
  expect(await send(all)).toBe(await send(few));
});

function entities(keys: object[], selection: string): Promise<{ data?: Answer | null; errors?: unknown }> {
  return city
    .as({ role: "SECRETARIAT" })
    .query<Answer>(`query ($keys: [_Any!]!) { _entities(representations: $keys) { ${selection} } }`, {
      keys,
    });
}

/** Every statement of the app's role but those that only frame a transaction. */
function recordStatements({ appDb }: City): string[] {
  const recorded: string[] = [];
  const createQueryRunner = appDb.createQueryRunner.bind(appDb);
  appDb.createQueryRunner = (mode) => {
    const runner = createQueryRunner(mode);
    const query = runner.query.bind(runner) as (...args: unknown[]) => Promise<unknown>;
    runner.query = ((sql: string, ...rest: unknown[]) => {
      recorded.push(sql);
      return query(sql, ...rest);
    }) as typeof runner.query;
    return runner;
  };
  return recorded;
}

function nthLineEnd(bytes: Buffer, n: number): number {
  let at = 0;
  for (let i = 0; i < n; i += 1) at = bytes.indexOf("\n", at) + 1;
  return at;
}

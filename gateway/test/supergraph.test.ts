import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CLAIMS } from "@gongjian/shared/contracts/dev-issuer";
import { SUBGRAPHS } from "@gongjian/shared/contracts/lists";
import { StatementCounter } from "./support/statement-counter.ts";
import { publishCity, startWholeGraph, type WholeGraph } from "./support/whole-graph.ts";

let graph: WholeGraph;

beforeAll(async () => {
  graph = await startWholeGraph();
  await publishCity(graph);
}, 180_000);

afterAll(() => graph.stop(), 30_000);

interface NeedsPage {
  readonly needs: { readonly nodes: readonly NeedNode[] };
}

interface NeedNode {
  readonly title: string;
  readonly unit: { readonly name: string } | null;
  readonly candidates: {
    readonly nodes: readonly {
      readonly score: number;
      readonly supply: { readonly __typename: string; readonly title: string } | null;
    }[];
  };
}

const NEEDS = `query Needs($first: Int!, $candidates: Int!) {
  needs(first: $first) {
    nodes {
      title
      unit { name }
      candidates(first: $candidates) {
        nodes {
          score
          supply {
            __typename
            ... on Resource { title unit { name } }
            ... on VolunteerService { title }
            ... on MerchantOffer { title }
          }
        }
      }
    }
  }
}`;

test("a need's candidates are of all three kinds, each told by the subgraph that owns it", async () => {
  const variables = { first: 40, candidates: 5 };
  const { data, errors } = await graph.gateway.query<NeedsPage>(NEEDS, { variables });
  const nodes = data?.needs.nodes ?? [];
  const supplies = nodes.flatMap(({ candidates }) => candidates.nodes.map(({ supply }) => supply));

  expect(errors).toBeUndefined();
  expect(nodes).toHaveLength(40);
  expect(nodes.every(({ unit }) => (unit?.name ?? "") !== "")).toBe(true);
  expect(supplies.every((supply) => (supply?.title ?? "") !== "")).toBe(true);
  expect(new Set(supplies.map((supply) => supply?.__typename))).toEqual(
    new Set(["Resource", "VolunteerService", "MerchantOffer"]),
  );
});

test("twenty needs with five candidates each and the units' names take at most 12 statements", async () => {
  const counter = new StatementCounter();
  for (const name of SUBGRAPHS) counter.watch(graph.subgraphs[name].database.app);
  const countFor = async (first: number): Promise<number> => {
    counter.reset();
    const { errors } = await graph.gateway.query(NEEDS, { variables: { first, candidates: 5 } });
    expect(errors).toBeUndefined();
    return counter.statements.length;
  };

  const forTwenty = await countFor(20);
  expect(forTwenty).toBeGreaterThan(0);
  expect(forTwenty).toBeLessThanOrEqual(12);
  expect(await countFor(40)).toBeLessThanOrEqual(12);
});

test.each(["README.md", "README.zh-CN.md"])(
  "the three queries of %s are answered as they stand",
  async (file) => {
    const text = readFileSync(join(__dirname, "..", "..", file), "utf8");
    const queries = [...text.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, query]) => query ?? "");
    expect(queries).toHaveLength(3);
    const uscc = /uscc: "(\w+)"/.exec(text)?.[1];
    const own = await graph.gateway.query<{ organisation: { id: string } }>(
      `{ organisation(uscc: "${uscc ?? ""}") { id } }`,
    );
    const clerk = { [CLAIMS.role]: "UNIT_CLERK", [CLAIMS.unit]: own.data?.organisation.id };

    const viewers = [clerk, { [CLAIMS.role]: "SECRETARIAT" }, { [CLAIMS.role]: "DASHBOARD" }];
    for (const [i, claims] of viewers.entries()) {
      const { data, errors } = await graph.gateway.query(queries[i] ?? "", { claims });
      expect(errors).toBeUndefined();
      expect(JSON.stringify(data)).toMatch(/"title":"[^"]+"/);
    }
  },
);

test("a unit's key publishes the unit's own list and nobody else's", async () => {
  const { units, key } = await keyOfFirstUnit();
  const [own, other] = units;
  const needs =
    "类别,需求项目,需求描述,需要数量,area_code,开始日期,needed_to\nA01,借会议室,开党员大会用,40,341881001001,2027-05-01,2027-05-31\n";

  const good = await graph.upload("needs", needs, { apiKey: key });
  expect([good.status, good.report.unitId]).toEqual([200, own?.id]);

  const foreign = await graph.upload("needs", needs, { apiKey: key, params: { unit: other?.id ?? "" } });
  expect(foreign.status).toBe(403);
  expect(foreign.report.code).toBe("FORBIDDEN");
});

test("a revoked key is refused within five seconds", async () => {
  const { key, keyId } = await keyOfFirstUnit();
  const ask = (): Promise<{ status: number }> =>
    graph.gateway.query("{ __typename organisations(first: 1) { nodes { id } } }", {
      headers: { "x-api-key": key },
    });
  expect((await ask()).status).toBe(200);

  const revoke = `mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { __typename } }`;
  const claims = { [CLAIMS.role]: "ADMIN" };
  expect((await graph.gateway.query(revoke, { variables: { id: keyId }, claims })).errors).toBeUndefined();
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  expect((await ask()).status).toBe(401);
});

interface FirstUnit {
  readonly units: readonly { readonly id: string; readonly name: string }[];
  readonly key: string;
  readonly keyId: string;
}

async function keyOfFirstUnit(): Promise<FirstUnit> {
  const claims = { [CLAIMS.role]: "ADMIN" };
  const list = `{ organisations(first: 2) { nodes { id name } } }`;
  const { data } = await graph.gateway.query<{ organisations: { nodes: FirstUnit["units"] } }>(list);
  const units = data?.organisations.nodes ?? [];
  const create = `mutation ($unitId: ID!) {
    createApiKey(input: { unitId: $unitId, label: "测试" }) { ... on CreateApiKeySuccess { secret apiKey { id } } }
  }`;
  const made = await graph.gateway.query<{ createApiKey: { secret: string; apiKey: { id: string } } }>(
    create,
    {
      variables: { unitId: units[0]?.id },
      claims,
    },
  );
  const { secret = "", apiKey } = made.data?.createApiKey ?? {};
  return { units, key: secret, keyId: apiKey?.id ?? "" };
}

// Last, because it takes a subgraph away.
test("with volunteers down, needs are still matched and told, only its own titles are missing", async () => {
  await graph.subgraphs.volunteers.app.close();
  const variables = { first: 40, candidates: 5 };
  const start = Date.now();
  const { status, data, errors } = await graph.gateway.query<NeedsPage>(NEEDS, { variables });

  expect(Date.now() - start).toBeLessThan(3_500);
  expect(status).toBe(200);
  expect(data?.needs.nodes).toHaveLength(40);
  expect(data?.needs.nodes.every(({ unit }) => unit !== null)).toBe(true);
  const supplies = data?.needs.nodes.flatMap(({ candidates }) =>
    candidates.nodes.map(({ supply }) => supply),
  );
  expect(new Set(supplies?.map((supply) => supply?.__typename))).toEqual(
    new Set(["Resource", "MerchantOffer", undefined]),
  );
  expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: "SUBGRAPH_DOWN" }]);
  expect(errors?.[0]?.message).toContain("志愿服务");

  const ready = await fetch(`${graph.gateway.url}/readyz`);
  expect([ready.status, await ready.json()]).toMatchObject([503, { subgraphs: { volunteers: false } }]);
});

import { CLAIMS } from "@gongjian/shared/contracts/dev-issuer";
import { sample } from "@gongjian/shared/testing/sample-city";
import { startWholeGraph, type WholeGraph } from "./support/whole-graph.ts";

const NEEDS =
  "类别,需求项目,需求描述,需要数量,area_code,开始日期,needed_to\nA01,借会议室,开党员大会用,40,341881001001,2027-05-01,2027-05-31\n";

let graph: WholeGraph;
let unit: string;
let head: Record<string, string>;

beforeAll(async () => {
  graph = await startWholeGraph();
  await graph.upload("areas", sample("areas.csv"), { role: "ADMIN" });
  await graph.upload("units", sample("units.csv"), { role: "ADMIN" });
  const { data } = await graph.gateway.query<{ organisations: { nodes: { id: string }[] } }>(
    `{ organisations(first: 1) { nodes { id } } }`,
  );
  unit = data?.organisations.nodes[0]?.id ?? "";
  head = { [CLAIMS.role]: "UNIT_HEAD", [CLAIMS.unit]: unit };
  await arrived();
}, 120_000);

afterAll(() => graph.stop());

test("a key that may only read cannot publish a list, neither as a file nor in GraphQL", async () => {
  const apiKey = await newKey("[LISTS_READ]");
  const { status, report } = await graph.upload("needs", NEEDS, { apiKey });
  expect([status, report.code]).toEqual([403, "FORBIDDEN"]);
  expect(await ask(apiKey, `{ needs(first: 1) { nodes { id } } }`)).toBeUndefined();
  const withdraw = `mutation { withdrawNeed(input: { needId: "${unit}" }) { __typename } }`;
  expect(await ask(apiKey, withdraw)).toBe("FORBIDDEN");
});

test("a key that may only publish publishes its unit's list and reads nothing", async () => {
  const apiKey = await newKey("[LISTS_PUBLISH]");
  const { status, report } = await graph.upload("needs", NEEDS, { apiKey });
  expect([status, report.unitId, report.counts.new]).toEqual([200, unit, 1]);
  expect(await ask(apiKey, `{ needs(first: 1) { nodes { id } } }`)).toBe("FORBIDDEN");
});

test("no key manages keys, whatever its scopes", async () => {
  const apiKey = await newKey("[LISTS_READ, LISTS_PUBLISH]");
  const create = `mutation { createApiKey(input: { unitId: "${unit}", label: "再生" }) { __typename } }`;
  expect(await ask(apiKey, create)).toBe("FORBIDDEN");
});

test("both keys of a rotation work until the overlap ends", async () => {
  const old = await newKey("[LISTS_READ]");
  const { data } = await graph.gateway.query<{ organisation: { apiKeys: { nodes: { id: string }[] } } }>(
    `{ organisation(id: "${unit}") { apiKeys(first: 100) { nodes { id } } } }`,
    { claims: head },
  );
  const id = data?.organisation.apiKeys.nodes.at(-1)?.id ?? "";
  const rotated = await graph.gateway.query<{ rotateApiKey: { secret: string } }>(
    `mutation { rotateApiKey(input: { id: "${id}" }) { ... on RotateApiKeySuccess { secret } } }`,
    { claims: head },
  );
  for (const apiKey of [old, rotated.data?.rotateApiKey.secret ?? ""]) {
    expect(await ask(apiKey, `{ organisations(first: 1) { nodes { id } } }`)).toBeUndefined();
  }
});

/** The secret of a new key of the unit. */
async function newKey(scopes: string): Promise<string> {
  const { data, errors } = await graph.gateway.query<{ createApiKey: { secret: string } }>(
    `mutation { createApiKey(input: { unitId: "${unit}", label: "测试", scopes: ${scopes} }) {
      ... on CreateApiKeySuccess { secret }
    } }`,
    { claims: head },
  );
  if (!data) throw new Error(errors?.[0]?.message);
  return data.createApiKey.secret;
}

/** The code of what was refused. */
async function ask(apiKey: string, document: string): Promise<string | undefined> {
  const { errors } = await graph.gateway.query(document, { headers: { "x-api-key": apiKey } });
  return errors?.[0]?.extensions.code;
}

/** Waits until resources knows the unit. */
async function arrived(): Promise<void> {
  const { owner: db } = graph.subgraphs.resources.database;
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await db.query<object[]>(`select from unit where id = $1`, [unit])).length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("The units did not arrive.");
}

import { clockOf } from "@gongjian/shared/clock";
import { sha256 } from "@gongjian/shared/signature";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import type { Viewer } from "@gongjian/shared/viewer";
import { organisations } from "../subgraph.ts";
import { count, publishSample, valueOf } from "../testing/city.ts";

const CREATE = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) {
  ... on CreateApiKeySuccess { secret apiKey { id } }
  ... on UserError { code }
} }`;
const REVOKE = `mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { __typename } }`;
const ROTATE = `mutation ($input: RotateApiKeyInput!) { rotateApiKey(input: $input) {
  ... on RotateApiKeySuccess {
    secret apiKey { id label scopes state expiresOn endsAt } previous { id state endsAt }
  }
  ... on UserError { code message }
  ... on ApiKeyNotActive { apiKey { id state } }
} }`;
const GATEWAY = { role: "ADMIN", subject: "service:gateway" } as const;

let now = new Date("2026-03-05T02:00:00Z");
let subgraph: TestSubgraph;
let unit: string;
let head: Partial<Viewer>;

beforeAll(async () => {
  subgraph = await startTestSubgraph(
    organisations,
    clockOf(() => now),
  );
  await publishSample(subgraph);
  unit = (await valueOf<string>(subgraph, `select id from organisation order by id limit 1`)) ?? "";
  head = { role: "UNIT_HEAD", unitId: unit };
});

afterAll(() => subgraph.stop());

beforeEach(async () => {
  now = new Date("2026-03-05T02:00:00Z");
  await subgraph.db.query(`truncate api_key`);
});

test("a rotated key goes on until its overlap ends, and the new one takes its place", async () => {
  const old = await create({ label: "夜间上报", scopes: ["LISTS_PUBLISH"] });
  const rotated = await rotate({ id: old.apiKey.id, overlapHours: 2 });
  expect(rotated).toMatchObject({
    secret: expect.stringMatching(/^gjk_[A-Za-z0-9_-]{43}$/) as string,
    apiKey: { label: "夜间上报", scopes: ["LISTS_PUBLISH"], state: "ACTIVE", expiresOn: "2027-03-05" },
    previous: { id: old.apiKey.id, state: "ROTATING", endsAt: "2026-03-05T04:00:00.000Z" },
  });
  now = new Date("2026-03-05T03:59:59Z");
  expect(await lookup(old.secret)).toMatchObject({ keyId: old.apiKey.id });
  now = new Date("2026-03-05T04:00:00Z");
  expect(await lookup(old.secret)).toBeNull();
  expect(await lookup(rotated.secret ?? "")).toMatchObject({
    keyId: rotated.apiKey.id,
    scopes: ["LISTS_PUBLISH"],
  });
  expect(await states()).toEqual(["EXPIRED", "ACTIVE"]);
});

test("the overlap is a day unless asked otherwise, a week at most, and may be none", async () => {
  const [first, second, third] = [await create(), await create(), await create()];
  expect(await rotate({ id: first.apiKey.id })).toMatchObject({
    previous: { endsAt: "2026-03-06T02:00:00.000Z" },
  });
  await rotate({ id: second.apiKey.id, overlapHours: 0 });
  expect(await lookup(second.secret)).toBeNull();
  const input = { id: third.apiKey.id, overlapHours: 169 };
  const { errors } = await subgraph.as(head).query(ROTATE, { input });
  expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
});

test("a key is rotated once, also when it is asked for at once; a lost secret is rotated again", async () => {
  const { apiKey } = await create();
  const answers = await Promise.all(Array.from({ length: 4 }, () => rotate({ id: apiKey.id })));
  const refused = answers.filter(({ code }) => code === "API_KEY_NOT_ACTIVE");
  expect([refused.length, await count(subgraph, "api_key")]).toEqual([3, 2]);
  expect(refused[0]).toMatchObject({ apiKey: { id: apiKey.id, state: "ROTATING" } });

  const made = answers.find(({ secret }) => secret !== undefined);
  expect(await rotate({ id: made?.apiKey.id ?? "" })).toMatchObject({ apiKey: { state: "ACTIVE" } });
});

test("an expired or revoked key is not rotated", async () => {
  const [expired, revoked] = [await create({ expiresOn: "2026-03-05" }), await create()];
  await subgraph.as(head).query(REVOKE, { id: revoked.apiKey.id });
  now = new Date("2026-03-06T02:00:00Z");
  expect(await rotate({ id: expired.apiKey.id })).toMatchObject({ apiKey: { state: "EXPIRED" } });
  expect(await rotate({ id: revoked.apiKey.id })).toMatchObject({ apiKey: { state: "REVOKED" } });
  expect(await count(subgraph, "api_key")).toBe(2);
});

test("revoking a rotated key ends it before its overlap does", async () => {
  const { secret, apiKey } = await create();
  await rotate({ id: apiKey.id });
  await subgraph.as(head).query(REVOKE, { id: apiKey.id });
  expect(await lookup(secret)).toBeNull();
});

test("a unit with all its keys can rotate each of them", async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, () => create()));
  for (const { apiKey } of keys) {
    expect(await rotate({ id: apiKey.id })).toMatchObject({ apiKey: { state: "ACTIVE" } });
  }
  expect(await create()).toMatchObject({ code: "TOO_MANY_API_KEYS" });
});

interface Created {
  readonly code?: string;
  readonly secret: string;
  readonly apiKey: { id: string };
}

async function create(input: object = {}): Promise<Created> {
  const { data } = await subgraph
    .as(head)
    .query<{ createApiKey: Created }>(CREATE, { input: { unitId: unit, label: "上报脚本", ...input } });
  if (!data) throw new Error("The key was not made.");
  return data.createApiKey;
}

interface Rotated {
  readonly code?: string;
  /** Only where it was rotated. */
  readonly secret?: string;
  readonly apiKey: { id: string };
}

async function rotate(input: { id: string; overlapHours?: number }): Promise<Rotated> {
  const { data } = await subgraph.as(head).query<{ rotateApiKey: Rotated }>(ROTATE, { input });
  if (!data) throw new Error("The key was not rotated.");
  return data.rotateApiKey;
}

/** The states of the unit's keys, oldest key first. */
async function states(): Promise<string[]> {
  const { data } = await subgraph.as(head).query<{
    organisation: { apiKeys: { nodes: { state: string }[] } };
  }>(`query ($id: ID!) { organisation(id: $id) { apiKeys { nodes { state } } } }`, { id: unit });
  return data?.organisation.apiKeys.nodes.map(({ state }) => state) ?? [];
}

async function lookup(secret: string): Promise<unknown> {
  const body = JSON.stringify({ hash: sha256(secret) });
  const answer = await subgraph.as(GATEWAY).post("/api-keys/lookup", body);
  return answer.body === "" ? null : JSON.parse(answer.body);
}

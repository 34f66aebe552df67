import { clockOf } from "@gongjian/shared/clock";
import { startTestSubgraph, type TestSubgraph } from "@gongjian/shared/testing/subgraph";
import type { Viewer } from "@gongjian/shared/viewer";
import { createHash } from "node:crypto";
import { organisations } from "../subgraph.ts";
import { ADMIN, count, publishSample, statementsOf, valueOf } from "../testing/city.ts";

const CREATE = `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) {
  __typename
  ... on CreateApiKeySuccess { secret apiKey {
    id label role scopes createdBy state createdAt expiresOn endsAt lastUsedAt revokedAt
  } }
  ... on UserError { code message }
} }`;
const REVOKE = `mutation ($id: ID!) { revokeApiKey(input: { id: $id }) {
  ... on RevokeApiKeySuccess { apiKey { revokedAt } }
  ... on ApiKeyRevoked { code apiKey { revokedAt } }
} }`;
const ROTATE = `mutation ($input: RotateApiKeyInput!) { rotateApiKey(input: $input) { __typename } }`;
const GATEWAY = { role: "ADMIN", subject: "service:gateway" } as const;

let now = new Date("2026-03-05T02:00:00Z");
let subgraph: TestSubgraph;
let unit: string;
let other: string;
let head: Partial<Viewer>;

beforeAll(async () => {
  subgraph = await startTestSubgraph(
    organisations,
    clockOf(() => now),
  );
  await publishSample(subgraph);
  const ids = await subgraph.db.query<{ id: string }[]>(`select id from organisation order by id limit 2`);
  [unit, other] = ids.map(({ id }) => id) as [string, string];
  head = { role: "UNIT_HEAD", unitId: unit };
});

afterAll(() => subgraph.stop());

beforeEach(async () => {
  now = new Date("2026-03-05T02:00:00Z");
  await subgraph.db.query(`truncate api_key`);
});

test("a key has 256 random bits, is shown once, and only its SHA-256 is stored", async () => {
  const { secret, apiKey } = await create();
  expect(secret).toMatch(/^gjk_[A-Za-z0-9_-]{43}$/);
  expect(apiKey).toMatchObject({
    label: "上报脚本",
    role: "UNIT_CLERK",
    scopes: ["LISTS_READ", "LISTS_PUBLISH"],
    createdBy: "tester",
    state: "ACTIVE",
    lastUsedAt: null,
    revokedAt: null,
  });

  const [row] = await subgraph.db.query<Record<string, unknown>[]>(`select * from api_key`);
  expect(row?.hash).toBe(hashOf(secret));
  expect(JSON.stringify(row)).not.toContain(secret.slice(4));
  expect((await create()).secret).not.toBe(secret);
});

test("the gateway learns whose key it is; nobody else does", async () => {
  const { secret, apiKey } = await create();
  expect(await lookup(hashOf(secret))).toEqual({
    keyId: apiKey.id,
    role: "UNIT_CLERK",
    unitId: unit,
    scopes: ["LISTS_READ", "LISTS_PUBLISH"],
  });
  expect(await lookup(hashOf("gjk_guess"))).toBeNull();
  for (const viewer of [ADMIN, head, { role: "ADMIN", subject: "service:resources" } as const]) {
    const { status, body } = await subgraph
      .as(viewer)
      .post("/api-keys/lookup", JSON.stringify({ hash: hashOf(secret) }));
    expect([status, (JSON.parse(body) as { code: string }).code]).toEqual([403, "FORBIDDEN"]);
  }
  const unsigned = await subgraph.inject("POST", "/api-keys/lookup", "{}", {
    "content-type": "application/json",
  });
  expect(unsigned.status).toBe(401);
});

test.each(["{}", `{"hash":"ABC"}`, `{"hash":null}`, `[]`, `null`])(
  "a look-up of %s is refused",
  async (body) => {
    expect((await subgraph.as(GATEWAY).post("/api-keys/lookup", body)).status).toBe(400);
  },
);

test("a revoked key is no longer found, and revoking it again changes nothing", async () => {
  const { secret, apiKey } = await create();
  await subgraph.as(head).query(REVOKE, { id: apiKey.id });
  expect(await lookup(hashOf(secret))).toBeNull();
  now = new Date("2026-03-06T02:00:00Z");
  const { data } = await subgraph.as(head).query(REVOKE, { id: apiKey.id });
  expect(data?.revokeApiKey).toEqual({
    code: "API_KEY_REVOKED",
    apiKey: { revokedAt: "2026-03-05T02:00:00.000Z" },
  });
});

test("a key is good through its last day in Asia/Shanghai and not longer", async () => {
  const { secret } = await create({ expiresOn: "2026-03-06" });
  now = new Date("2026-03-06T15:59:59Z");
  expect(await lookup(hashOf(secret))).not.toBeNull();
  now = new Date("2026-03-06T16:00:00Z");
  expect(await lookup(hashOf(secret))).toBeNull();
});

test("a key lasts a year unless asked otherwise, and two years at most", async () => {
  expect((await create()).apiKey).toMatchObject({ expiresOn: "2027-03-05" });
  expect((await create({ expiresOn: "2028-03-05" })).apiKey).toMatchObject({ expiresOn: "2028-03-05" });
  for (const expiresOn of ["2026-03-04", "2028-03-06"]) {
    const input = { unitId: unit, label: "期限", expiresOn };
    const { errors } = await subgraph.as(head).query(CREATE, { input });
    expect(errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
  }
  expect(await count(subgraph, "api_key")).toBe(2);
});

test("a key made on 29 February ends on 28 February", async () => {
  now = new Date("2028-02-29T02:00:00Z");
  expect((await create()).apiKey).toMatchObject({ expiresOn: "2029-02-28" });
});

test("the gateway learns a key's scopes", async () => {
  const { secret, apiKey } = await create({ scopes: ["LISTS_PUBLISH"] });
  expect(apiKey).toMatchObject({ scopes: ["LISTS_PUBLISH"] });
  expect(await lookup(hashOf(secret))).toMatchObject({ scopes: ["LISTS_PUBLISH"] });
  for (const scopes of [[], ["LISTS_READ", "LISTS_READ"]]) {
    const { errors } = await subgraph
      .as(head)
      .query(CREATE, { input: { unitId: unit, label: "无范围", scopes } });
    expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  }
});

test("use is noted at most once a minute", async () => {
  const { secret } = await create();
  const lastUse = async (at: string): Promise<string | undefined> => {
    now = new Date(at);
    await lookup(hashOf(secret));
    return (await valueOf<Date>(subgraph, `select last_used_at from api_key`))?.toISOString();
  };
  expect(await lastUse("2026-03-05T03:00:00Z")).toBe("2026-03-05T03:00:00.000Z");
  expect(await lastUse("2026-03-05T03:00:59Z")).toBe("2026-03-05T03:00:00.000Z");
  expect(await lastUse("2026-03-05T03:01:00Z")).toBe("2026-03-05T03:01:00.000Z");
});

test("a key cannot make, rotate or revoke keys", async () => {
  const { apiKey } = await create();
  const scopes: Viewer["scopes"] = ["LISTS_READ", "LISTS_PUBLISH"];
  const viewer = { ...head, subject: `api-key:${apiKey.id}`, scopes };
  const documents = [
    [CREATE, { input: { unitId: unit, label: "再生" } }],
    [ROTATE, { input: { id: apiKey.id } }],
    [REVOKE, { id: apiKey.id }],
  ] as const;
  for (const [document, variables] of documents) {
    const { errors } = await subgraph.as(viewer).query(document, variables);
    expect(errors?.[0]).toMatchObject({
      message: "这个接口密钥的授权范围不含这项操作。",
      extensions: { code: "FORBIDDEN" },
    });
  }
});

test("a unit has at most 20 live keys, also when they are asked for at once", async () => {
  const answers = await Promise.all(
    Array.from({ length: 24 }, () =>
      subgraph.as(head).query<Created>(CREATE, { input: { unitId: unit, label: "并发" } }),
    ),
  );
  const refused = answers.filter(({ data }) => data?.createApiKey.code === "TOO_MANY_API_KEYS");
  expect([refused.length, await count(subgraph, "api_key")]).toEqual([4, 20]);
});

test("the keys of a unit are shown to its head and the administrator, never with a hash", async () => {
  await create();
  const document = `query ($id: ID!) {
    organisation(id: $id) { viewerCanManageApiKeys apiKeys { nodes { label lastUsedAt } } }
  }`;
  const shown = {
    viewerCanManageApiKeys: true,
    apiKeys: { nodes: [{ label: "上报脚本", lastUsedAt: null }] },
  };
  const hidden = { viewerCanManageApiKeys: false, apiKeys: null };
  const asked = async (viewer: Partial<Viewer>): Promise<unknown> =>
    (await subgraph.as(viewer).query(document, { id: unit })).data?.organisation;
  expect(await asked(head)).toEqual(shown);
  expect(await asked(ADMIN)).toEqual(shown);
  expect(await asked({ role: "UNIT_HEAD", unitId: other })).toEqual(hidden);
  expect(await asked({ role: "UNIT_CLERK", unitId: unit })).toEqual(hidden);
  expect(await asked({ role: "SECRETARIAT" })).toEqual(hidden);
});

test("the keys of many units are read in one statement", async () => {
  const document = `{ organisations(first: 72) { nodes { apiKeys(first: 5) { nodes { id } } } } }`;
  expect(await statementsOf(subgraph, () => subgraph.as(ADMIN).query(document))).toHaveLength(2);
});

test("a unit that does not exist gets no key", async () => {
  const { errors } = await subgraph.as(ADMIN).query(CREATE, { input: { unitId: "x", label: "无" } });
  expect(errors?.[0]?.extensions).toEqual({ code: "NOT_FOUND" });
});

test("row security hides and guards other units' keys, whatever the code forgets", async () => {
  await create();
  const as = <Result>(viewerUnit: string, sql: string): Promise<Result> =>
    subgraph.appDb.transaction(async (tx) => {
      await tx.query(`set local gongjian.role = 'UNIT_HEAD'; set local gongjian.unit = '${viewerUnit}'`);
      return tx.query<Result>(sql);
    });
  expect(await as<unknown[]>(unit, `select id from api_key`)).toHaveLength(1);
  expect(await as<unknown[]>(other, `select id from api_key`)).toEqual([]);
  expect(await as<unknown[]>(other, `update api_key set label = '改' returning id`)).toEqual([[], 0]);
  expect(await subgraph.appDb.query(`select id from api_key`)).toEqual([]);
  const forge = as(
    other,
    `insert into api_key (id, organisation_id, role, label, scopes, hash, created_by, created_at, expires_on)
     values (gen_random_uuid(), '${unit}', 'UNIT_CLERK', '冒名', '{LISTS_READ}', repeat('a', 64), 'x', now(),
       current_date)`,
  );
  await expect(forge).rejects.toThrow("row-level security");
});

interface Created {
  readonly createApiKey: {
    readonly code?: string;
    readonly secret: string;
    readonly apiKey: { id: string; label: string };
  };
}

async function create(input: object = {}): Promise<Created["createApiKey"]> {
  const { data } = await subgraph
    .as(head)
    .query<Created>(CREATE, { input: { unitId: unit, label: "上报脚本", ...input } });
  if (!data) throw new Error("The key was not made.");
  return data.createApiKey;
}

async function lookup(hash: string): Promise<unknown> {
  const { status, body } = await subgraph.as(GATEWAY).post("/api-keys/lookup", JSON.stringify({ hash }));
  expect(status).toBe(200);
  return body === "" ? null : JSON.parse(body);
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

import { randomBytes } from "node:crypto";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { systemClock } from "@gongjian/shared/clock";
import { createLogger } from "@gongjian/shared/log";
import { sha256, signRequest, type SigningKeys } from "@gongjian/shared/signature";
import type { SubgraphDefinition } from "@gongjian/shared/subgraph/define-subgraph";
import { buildSubgraphServer } from "@gongjian/shared/subgraph/server";
import { createTestDatabase, type TestDatabase } from "@gongjian/shared/testing/database";
import type { Viewer } from "@gongjian/shared/viewer";
import { merchants } from "@gongjian/merchants/subgraph";
import { organisations } from "@gongjian/organisations/subgraph";
import { resources } from "@gongjian/resources/subgraph";
import { volunteers } from "@gongjian/volunteers/subgraph";
import type { FastifyInstance } from "fastify";

/** A call on its way, as somebody on the network could send it. */
interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string;
}

const [newKey, oldKey, foreignKey] = ["new", "old", "foreign"].map((kid) => ({
  kid,
  secret: randomBytes(32).toString("base64url"),
})) as [SigningKeys[number], SigningKeys[number], SigningKeys[number]];
const keys = [newKey, oldKey];

const viewer: Viewer = { role: "PUBLIC", subject: "tester", unitId: null, areaCode: null };
const json = { "content-type": "application/json" };
const query = bodyOf("{ __typename }");

const UNSIGNED: Record<string, Partial<Call>> = {
  "a query": {},
  "a mutation": { body: bodyOf("mutation { __typename }") },
  entities: {
    body: bodyOf('{ _entities(representations: [{ __typename: "Area", code: "1" }]) { __typename } }'),
  },
  "the subgraph's SDL": { body: bodyOf("{ _service { sdl } }") },
  introspection: { body: bodyOf("{ __schema { types { name } } }") },
  "a query in the address": { method: "GET", path: "/graphql?query=%7B__typename%7D", body: "" },
  events: { path: "/events", body: '{"events":[]}' },
  "a list": { path: "/lists/areas", body: "", headers: { "content-type": "text/csv" } },
  "an export": { method: "GET", path: "/lists/areas/export", body: "" },
  "what is not there": { path: "/nothing" },
};

/** What is wrong with a call that was signed well, or what was signed was something else. */
const TAMPERED: Record<string, () => Call> = {
  "61 seconds old": () => signed({ at: -61_000 }),
  "61 seconds ahead": () => signed({ at: 61_000 }),
  "signed by a key that nobody knows": () => signed({ by: [foreignKey] }),
  "signed by another key under a known name": () => signed({ by: [{ ...foreignKey, kid: "new" }] }),
  "signed by the old key under the name of the new one": () => signed({ by: [{ ...oldKey, kid: "new" }] }),
  "signed for another method": () => signed({ as: { method: "GET" } }),
  "signed for another path": () => signed({ as: { path: "/events" } }),
  "with something added to the path": () => ({ ...signed(), path: "/graphql?extra=1" }),
  "with another body": () => ({ ...signed(), body: bodyOf("mutation { __typename }") }),
  "with another body and its hash": () => {
    const body = bodyOf("{ _service { sdl } }");
    return { ...changed("x-gongjian-body", () => sha256(body)), body };
  },
  "with a space after the body": () => ({ ...signed(), body: `${query} ` }),
  "with another body that calls itself text": () => {
    const call = signed();
    return {
      ...call,
      body: "{ _service { sdl } }",
      headers: { ...call.headers, "content-type": "text/plain" },
    };
  },
  "for a mightier viewer": () => changed("x-gongjian-viewer", () => encoded({ ...viewer, role: "ADMIN" })),
  "for a viewer that cannot be": () => signed({ viewer: { ...viewer, role: "UNIT_CLERK" } }),
  "with another time": () => changed("x-gongjian-time", (time) => String(Number(time) + 1)),
  "with a time that is none": () => changed("x-gongjian-time", () => "now"),
  "with another nonce": () => changed("x-gongjian-nonce", () => "another"),
  "with the name of a property as its key": () => changed("x-gongjian-key", () => "__proto__"),
  "with an empty signature": () => changed("x-gongjian-signature", () => ""),
  "with the signature written otherwise": () => changed("x-gongjian-signature", (mac) => `${mac}=`),
  "with half the signature": () => changed("x-gongjian-signature", (mac) => mac.slice(0, 20)),
  "with two viewers": () =>
    changed("x-gongjian-viewer", (one) => [one, encoded({ ...viewer, role: "ADMIN" })]),
  "with two signatures": () => changed("x-gongjian-signature", (mac) => [mac, mac]),
  ...Object.fromEntries(
    ["viewer", "time", "nonce", "body", "key", "signature"].map((name) => [
      `without its ${name}`,
      () => changed(`x-gongjian-${name}`, () => []),
    ]),
  ),
};

const log = createLogger("signed-calls", process.env.LOG_LEVEL ?? "silent");
const definitions: readonly SubgraphDefinition[] = [organisations, resources, volunteers, merchants];

describe.each(definitions)("$name", (definition) => {
  let app: FastifyInstance;
  let database: TestDatabase;
  let port: number;

  beforeAll(async () => {
    database = await createTestDatabase(definition.name, definition.dataSource);
    app = await buildSubgraphServer({ definition, db: database.app, keys, clock: systemClock, log });
    port = Number(new URL(await app.listen({ port: 0, host: "127.0.0.1" })).port);
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  test.each([newKey, oldKey])("while keys rotate the $kid one is good", async (key) => {
    expect(await send(port, signed({ by: [key] }))).toEqual({
      status: 200,
      answer: { data: { __typename: "Query" } },
    });
  });

  test.each(Object.entries(UNSIGNED))("unsigned, %s is refused", async (_what, call) => {
    expect(
      await send(port, { method: "POST", path: "/graphql", headers: json, body: query, ...call }),
    ).toEqual({
      status: 401,
      answer: { code: "UNSIGNED_CALL", message: "子图只接受网关签名的调用。" },
    });
  });

  test.each(Object.entries(TAMPERED))("a call is refused %s", async (_how, tamper) => {
    const { status, answer } = await send(port, tamper());
    expect([401, 415]).toContain(status);
    expect(answer).toEqual({ code: expect.any(String) as string, message: expect.any(String) as string });
  });

  test("a call is refused the second time, though the first one is a while ago", async () => {
    const call = signed({ at: -50_000 });
    expect(await send(port, call)).toMatchObject({ status: 200 });
    expect(await send(port, call)).toMatchObject({ status: 401, answer: { code: "UNSIGNED_CALL" } });
  });

  test("a call that lost its body does nothing", async () => {
    const { status, answer } = await send(port, { ...signed(), body: "" });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(answer).not.toHaveProperty("data");
  });
});

interface SigningOptions {
  readonly by?: SigningKeys;
  /** Milliseconds from now. */
  readonly at?: number;
  readonly as?: { readonly method?: string; readonly path?: string };
  readonly viewer?: Viewer;
}

/** A query, signed as the gateway would. */
function signed({ by = keys, at = 0, as = {}, viewer: caller = viewer }: SigningOptions = {}): Call {
  const call = { method: "POST", path: "/graphql", bodyHash: sha256(query), ...as };
  const headers = { ...json, ...signRequest(by, call, caller, Date.now() + at) };
  return { method: "POST", path: "/graphql", headers, body: query };
}

function changed(name: string, change: (value: string) => string | string[]): Call {
  const call = signed();
  return { ...call, headers: { ...call.headers, [name]: change(String(call.headers[name])) } };
}

function encoded(value: Viewer): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function bodyOf(document: string): string {
  return JSON.stringify({ query: document });
}

/** Headers go out as they are, twice where there are two. */
function send(port: number, { body, ...call }: Call): Promise<{ status?: number; answer: unknown }> {
  return new Promise((resolve, reject) => {
    const length = { "content-length": Buffer.byteLength(body) };
    const outgoing = request(
      { ...call, port, host: "127.0.0.1", headers: { ...call.headers, ...length } },
      (incoming) => {
        text(incoming)
          .then((answer) => {
            resolve({ status: incoming.statusCode ?? 0, answer: JSON.parse(answer) });
          })
          .catch(reject);
      },
    );
    outgoing.on("error", reject).end(body);
  });
}

import { Agent, request } from "node:http";
import { CLAIMS } from "@gongjian/shared/contracts/dev-issuer";
import { getIntrospectionQuery } from "graphql";
import { startSmallSubgraph, type ReceivedCall, type SmallSubgraph } from "./testing/small-subgraph.ts";
import { smallSupergraph } from "./testing/small-supergraph.ts";
import { createKeys, startGateway, type RunningGateway } from "./testing/start-gateway.ts";

const keys = createKeys();
const id = "0190a1b2-0000-7000-8000-000000000001";
const stranger = { [CLAIMS.role]: "PUBLIC" };

let organisations: SmallSubgraph;
let gateway: RunningGateway;
let answer: (call: ReceivedCall, query: string) => unknown;

function answerNormally(_call: ReceivedCall, query: string): unknown {
  if (query.includes("mutation")) return { data: { rename: { __typename: "Organisation", id, name: "甲" } } };
  if (query.includes("organisations")) {
    return { data: { organisations: [{ __typename: "Organisation", id, name: "甲单位" }] } };
  }
  return { data: { organisation: null } };
}

beforeAll(async () => {
  organisations = await startSmallSubgraph(keys, (call, response) => {
    if (call.path === "/readyz") return { status: "ok" };
    if (call.path === "/api-keys/lookup")
      return { role: "UNIT_CLERK", unitId: id, keyId: "key-1", scopes: ["LISTS_READ"] };
    const { query } = JSON.parse(call.body.toString()) as { query: string };
    const result = answer(call, query);
    if (result === "broken") return void response.destroy();
    return result;
  });
  gateway = await startGateway({
    supergraphSdl: smallSupergraph(),
    keys,
    addresses: { organisations: organisations.url },
  });
});

beforeEach(() => {
  answer = answerNormally;
});

afterAll(async () => {
  await gateway.stop();
  await organisations.stop();
});

test("with one subgraph down the others' data are served, the missing field null and explained", async () => {
  const result = await gateway.query("{ organisations { name needs { title } } needs { title } }");

  expect(result.status).toBe(200);
  expect(result.data).toEqual({ organisations: [{ name: "甲单位", needs: null }], needs: null });
  const message = "「资源」服务（resources）暂时不可用，请稍后再试。";
  const extensions = { code: "SUBGRAPH_DOWN" };
  expect(result.errors).toHaveLength(2);
  expect(result.errors).toContainEqual({ message, path: ["needs"], extensions });
  expect(result.errors).toContainEqual({ message, path: ["organisations"], extensions });
});

test("the viewer and the request's id reach the subgraph; the id is in the answer's header", async () => {
  const token = await gateway.issuer.token({ [CLAIMS.area]: "341881" });
  const response = await gateway.post("/graphql", JSON.stringify({ query: "{ organisations { name } }" }), {
    "content-type": "application/json",
    authorization: `Bearer ${token}`,
    "x-request-id": "from-the-proxy-1",
  });
  const call = organisations.calls.at(-1);

  expect(response.headers.get("x-request-id")).toBe("from-the-proxy-1");
  expect(call?.headers["x-request-id"]).toBe("from-the-proxy-1");
  expect(call?.viewer).toEqual({ role: "SECRETARIAT", subject: "tester", unitId: null, areaCode: "341881" });
});

test("an API key acts for its unit, in either header", async () => {
  const key = `gjk_${"k".repeat(43)}`;
  const headersOf: Record<string, string>[] = [{ "x-api-key": key }, { authorization: `ApiKey ${key}` }];
  for (const headers of headersOf) {
    expect(await gateway.query("{ organisations { name } }", { headers })).not.toHaveProperty("errors");
    expect(organisations.calls.at(-1)?.viewer).toMatchObject({ subject: "api-key:key-1", unitId: id });
  }
});

test("no credential, a bad one or two at once: 401 where a GraphQL client looks for it", async () => {
  for (const headers of [
    {},
    { authorization: "Bearer a.b.c" },
    { authorization: "Basic YTpi" },
    { authorization: "ApiKey gjk_x" },
    { authorization: `Bearer ${await gateway.issuer.token()}`, "x-api-key": `gjk_${"k".repeat(43)}` },
  ] as Record<string, string>[]) {
    const { status, errors, data } = await gateway.query("{ organisations { name } }", { headers });
    expect([status, errors?.[0]?.extensions, data]).toEqual([401, { code: "UNAUTHENTICATED" }, undefined]);
  }
});

test("a subgraph's refusal is passed on, its internals are not", async () => {
  answer = () => ({
    data: { organisation: null },
    errors: [
      { message: "找不到这个单位。", path: ["organisation"], extensions: { code: "NOT_FOUND", secret: "x" } },
      {
        message: 'relation "unit" does not exist',
        path: ["organisation"],
        extensions: { stacktrace: ["at"] },
      },
    ],
  });
  const { errors } = await gateway.query(`{ organisation(id: "${id}") { name } }`);

  expect(errors?.[0]).toEqual({
    message: "找不到这个单位。",
    path: ["organisation"],
    extensions: { code: "NOT_FOUND" },
  });
  expect(errors?.[1]?.extensions).toEqual({
    code: "INTERNAL_SERVER_ERROR",
    correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
  });
  expect(JSON.stringify(errors)).not.toMatch(/relation "|serviceName|stacktrace|secret/);
});

test("a null where none may be is told, not passed over", async () => {
  answer = () => ({ data: { organisations: [null] } });
  const { data, errors } = await gateway.query("{ organisations { name } }");
  expect(data).toBeNull();
  expect(errors).toMatchObject([{ extensions: { code: "INCOMPLETE_DATA" } }]);
});

test("a broken connection is tried again for a query, never for a mutation", async () => {
  const brokenOnce = (): void => {
    let broken = false;
    answer = (call, query) => {
      if (broken) return answerNormally(call, query);
      broken = true;
      return "broken";
    };
  };
  brokenOnce();
  expect(await gateway.query("{ organisations { name } }")).not.toHaveProperty("errors");
  brokenOnce();
  const { errors } = await gateway.query(`mutation { rename(id: "${id}") { name } }`);
  expect(errors).toMatchObject([{ path: ["rename"], extensions: { code: "SUBGRAPH_DOWN" } }]);
});

test("what hangs a planner is refused before it is planned", async () => {
  const lists = `{ search(in: ${"[{ all: ".repeat(25)}[]${" }]".repeat(25)}) }`;
  const start = Date.now();
  const { status, errors } = await gateway.query(lists);
  expect([status, errors?.[0]?.extensions.code]).toEqual([400, "QUERY_TOO_DEEP"]);
  expect(Date.now() - start).toBeLessThan(200);
});

test.each<[string, string | undefined, number, string]>([
  ["several operations at once", "[{}]", 400, "BATCHING_REFUSED"],
  ["no query", "{}", 400, "BAD_REQUEST"],
  ["a query that is no text", '{"query":{"kind":"Document"}}', 400, "BAD_REQUEST"],
  ["variables that are a list", '{"query":"{ __typename }","variables":[]}', 400, "BAD_REQUEST"],
  ["no JSON", "{", 400, "BAD_REQUEST"],
  ["a prototype", '{"query":"{ __typename }","__proto__":{}}', 400, "BAD_REQUEST"],
  [
    "an operation that is not there",
    '{"query":"query A { __typename }","operationName":"B"}',
    400,
    "OPERATION_RESOLUTION_FAILURE",
  ],
  [
    "two operations and no choice",
    '{"query":"query A { __typename } query B { __typename }"}',
    400,
    "OPERATION_RESOLUTION_FAILURE",
  ],
  [
    "deep variables",
    `{"query":"{ __typename }","variables":{"a":${"[".repeat(9_000)}${"]".repeat(9_000)}}}`,
    400,
    "QUERY_TOO_DEEP",
  ],
  ["a NUL in a variable", '{"query":"{ __typename }","variables":{"a":"\\u0000"}}', 400, "UNSTORABLE_TEXT"],
  ["half a character", '{"query":"{ __typename }","variables":{"a":["\\ud800"]}}', 400, "UNSTORABLE_TEXT"],
  [
    "a NUL in the query",
    JSON.stringify({ query: String.raw`{ organisation(id: "\u0000") { id } }` }),
    400,
    "GRAPHQL_VALIDATION_FAILED",
  ],
  [
    "lists in lists that multiply",
    JSON.stringify({ query: `{ organisations { ${"needs { unit { ".repeat(5)}id${" } }".repeat(5)} } }` }),
    400,
    "QUERY_TOO_EXPENSIVE",
  ],
  ["110 KB", JSON.stringify({ query: "{ __typename }", x: "a".repeat(110_000) }), 413, "BODY_TOO_LARGE"],
])("%s: refused without troubling a subgraph", async (_kind, body, status, code) => {
  const before = organisations.calls.length;
  const response = await gateway.post("/graphql", body ?? "", {
    "content-type": "application/json",
    authorization: `Bearer ${await gateway.issuer.token()}`,
  });
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
  expect(organisations.calls).toHaveLength(before);
});

test("other methods and content types are refused", async () => {
  const authorization = `Bearer ${await gateway.issuer.token()}`;
  const get = await fetch(`${gateway.url}/graphql?query={__typename}`, { headers: { authorization } });
  expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
    const response = await gateway.post("/graphql", "{}", { authorization, "content-type": type });
    expect(response.status).toBe(415);
  }
});

test("who is signed in may look at the schema; a stranger may not, and is given no hints", async () => {
  expect((await gateway.query(getIntrospectionQuery())).errors).toBeUndefined();
  const looking = await gateway.query("{ __schema { types { name } } }", { claims: stranger });
  expect([looking.status, looking.errors?.[0]?.extensions.code]).toEqual([403, "INTROSPECTION_REFUSED"]);

  const typo = "{ organisation(id: 1) { nam } }";
  expect((await gateway.query(typo)).errors?.[0]?.message).toContain("Did you mean");
  expect((await gateway.query(typo, { claims: stranger })).errors?.[0]?.message).not.toContain("name");
});

test("query plans are shown to nobody", async () => {
  const response = await gateway.post("/graphql", JSON.stringify({ query: "{ organisations { name } }" }), {
    "content-type": "application/json",
    authorization: `Bearer ${await gateway.issuer.token()}`,
    "apollo-query-plan-experimental": "1",
  });
  expect(await response.json()).toEqual({
    data: { organisations: [{ name: "甲单位" }] },
    extensions: { cost: { estimated: 5, max: 12_000 } },
  });
});

test("a variable of the wrong kind is the caller's mistake", async () => {
  const { status, errors } = await gateway.query("query ($id: ID!) { organisation(id: $id) { name } }");
  expect([status, errors?.[0]?.extensions]).toEqual([400, { code: "BAD_USER_INPUT" }]);
});

test("the platform is ready only when every subgraph is", async () => {
  const response = await fetch(`${gateway.url}/readyz`);
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({
    status: "subgraph down",
    subgraphs: { organisations: true, resources: false },
  });
  expect(organisations.calls.findLast(({ path }) => path === "/readyz")?.viewer).not.toBeNull();
  expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
});

test("a gateway that waits for the first load says so until it is done", async () => {
  const addresses = Object.fromEntries(
    ["organisations", "resources", "volunteers", "merchants"].map((name) => [name, organisations.url]),
  );
  const settings = { awaitFirstLoad: true };
  const waiting = await startGateway({ supergraphSdl: smallSupergraph(), keys, addresses, settings });
  const status = async (): Promise<number> => (await fetch(`${waiting.url}/readyz`)).status;

  expect(await status()).toBe(503);
  waiting.firstLoadIsDone();
  expect(await status()).toBe(200);
  await waiting.stop();
});

test("the front page loads nothing from anywhere", async () => {
  const response = await fetch(`${gateway.url}/`);
  const page = await response.text();

  expect(page).toContain("共建");
  expect(page).not.toMatch(/src=|@import|https?:\/\//);
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
});

test("strangers come in as PUBLIC only where that is switched on", async () => {
  const open = await startGateway({
    supergraphSdl: smallSupergraph(),
    keys,
    addresses: { organisations: organisations.url },
    settings: { anonymous: true },
  });
  expect(await open.query("{ organisations { name } }", { headers: {} })).not.toHaveProperty("errors");
  expect(organisations.calls.at(-1)?.viewer).toMatchObject({ role: "PUBLIC", subject: "anonymous" });
  expect((await open.query("{ __typename }", { headers: { authorization: "Bearer x" } })).status).toBe(401);
  await open.stop();
});

test("keep-alive clients do not hold the stop, and what is running is answered", async () => {
  const addresses = { organisations: organisations.url };
  const stopping = await startGateway({ supergraphSdl: smallSupergraph(), keys, addresses });
  const agent = new Agent({ keepAlive: true });
  const connection = (): Promise<string | undefined> =>
    new Promise((resolve, reject) => {
      const asking = request(`${stopping.url}/healthz`, { agent }, (response) => {
        response.resume().on("end", () => {
          resolve(response.headers.connection);
        });
      });
      asking.on("error", reject).end();
    });

  expect(await connection()).toBe("keep-alive");
  const start = Date.now();
  const stopped = stopping.stop();
  expect(await connection()).toBe("close");
  await stopped;
  expect(Date.now() - start).toBeLessThan(3_000);
  agent.destroy();
});

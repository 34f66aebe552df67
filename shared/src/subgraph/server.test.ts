import { Arg, Args, Int, Mutation, Query, Resolver } from "type-graphql";
import { authorise } from "../viewer.ts";
import { PageArgs } from "../connection.ts";
import { forbidden } from "../errors.ts";
import { sha256, signRequest } from "../signature.ts";
import type { Viewer } from "../viewer.ts";
import { startTestSubgraph, type TestSubgraph } from "../testing/subgraph.ts";
import { defineProbe } from "./testing/probe-subgraph.ts";

let subgraph: TestSubgraph;

@Resolver()
class ProbeResolver {
  @Query(() => Int)
  double(@Arg("n", () => Int) n: number): number {
    if (n === 13) throw new Error("password=geheim at select * from secret");
    if (n === 14) throw forbidden();
    return 2 * n;
  }

  @Query(() => Int)
  page(@Args(() => PageArgs) { first }: PageArgs): number {
    return first;
  }

  @Mutation(() => Boolean)
  write(): boolean {
    authorise({ role: "PUBLIC", subject: "p", unitId: null, areaCode: null }, "list.publish");
    return true;
  }
}

beforeAll(async () => {
  subgraph = await startTestSubgraph(defineProbe(ProbeResolver));
});
afterAll(() => subgraph.stop());

const call = JSON.stringify({ query: "{ double(n: 2) }" });
const json = { "content-type": "application/json" };
const viewer = { role: "ADMIN", subject: "a", unitId: null, areaCode: null } as const;

const service: Viewer = { ...viewer, subject: "service:organisations" };

function signed(path: string, body: string, by: Viewer = viewer): Record<string, string> {
  return { ...json, ...signRequest(subgraph.keys, { method: "POST", path, bodyHash: sha256(body) }, by) };
}

test("a signed call is answered", async () => {
  expect(await subgraph.as({}).query("{ double(n: 21) }")).toEqual({ data: { double: 42 } });
});

test("a parameter out of bounds is told in Chinese", async () => {
  expect(await subgraph.as({}).query("{ page(first: 101) }")).toMatchObject({
    errors: [{ message: "参数不合规：first（不能大于 100）。", extensions: { code: "BAD_USER_INPUT" } }],
  });
});

test.each([
  ["/graphql", call],
  ["/graphql", JSON.stringify({ query: "{ _service { sdl } }" })],
  ["/graphql", JSON.stringify({ query: "{ _entities(representations: []) { __typename } }" })],
  ["/graphql", JSON.stringify({ query: "{ __schema { types { name } } }" })],
  ["/events", `{"events":[]}`],
  ["/lists/anything", "a,b"],
  ["/nowhere", "{}"],
])("an unsigned call of %s is refused: %s", async (path, body) => {
  const { status, body: answer } = await subgraph.inject("POST", path, body, json);
  expect(status).toBe(401);
  expect(JSON.parse(answer)).toMatchObject({ code: "UNSIGNED_CALL" });
});

test("a call that is sent a second time is refused", async () => {
  const headers = signed("/graphql", call);
  expect((await subgraph.inject("POST", "/graphql", call, headers)).status).toBe(200);
  expect((await subgraph.inject("POST", "/graphql", call, headers)).status).toBe(401);
});

test("a call whose body was changed after signing is refused", async () => {
  const { status, body } = await subgraph.inject(
    "POST",
    "/graphql",
    call.replace("2", "3"),
    signed("/graphql", call),
  );
  expect(status).toBe(401);
  expect(JSON.parse(body)).toMatchObject({ code: "BODY_CHANGED" });
});

test("a signature of one path opens no other", async () => {
  expect((await subgraph.inject("POST", "/events", call, signed("/graphql", call))).status).toBe(401);
});

test("health checks need no signature from this machine", async () => {
  expect((await subgraph.inject("GET", "/healthz")).status).toBe(200);
  expect((await subgraph.inject("GET", "/readyz")).status).toBe(200);
});

test("a bug is masked behind a correlation id; what was meant for the caller goes through", async () => {
  const { errors: masked } = await subgraph.as({}).query("{ double(n: 13) }");
  expect(JSON.stringify(masked)).not.toMatch(/geheim|select|at /);
  expect(masked?.[0]?.extensions).toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
  expect(masked?.[0]?.extensions.correlationId).toEqual(expect.any(String));

  const { errors: meant } = await subgraph.as({}).query("{ double(n: 14) }");
  expect(meant?.[0]?.message).toContain("不允许");
  expect(meant?.[0]?.extensions.code).toBe("FORBIDDEN");
});

test("an event that no schema knows is refused as a bad request, not as a failure of ours", async () => {
  const body = JSON.stringify({ events: [{ id: "x" }] });
  expect((await subgraph.inject("POST", "/events", body, signed("/events", body, service))).status).toBe(400);
});

test("events are taken from our own processes only, not on behalf of an administrator", async () => {
  const body = JSON.stringify({ events: [] });
  expect((await subgraph.inject("POST", "/events", body, signed("/events", body))).status).toBe(403);
  expect((await subgraph.inject("POST", "/events", body, signed("/events", body, service))).status).toBe(200);
});

test("a body that calls itself something else does not get around its signature", async () => {
  const headers = { ...signed("/graphql", call), "content-type": "text/plain" };
  expect((await subgraph.inject("POST", "/graphql", call, headers)).status).toBe(415);
});

test.each([
  ["a NUL in a variable", { variables: { n: "a\0b" } }],
  ["a NUL in a variable's name", { variables: { ["a\0b"]: 1 } }],
  ["half a character", { variables: { list: [{ n: "\ud83d" }] } }],
  ["a NUL in the document", { query: String.raw`{ double(n: "\u0000") }` }],
])("text that no database can hold is refused with a code: %s", async (_what, request) => {
  const body = JSON.stringify({ query: "{ double(n: 2) }", ...request });
  const answer = await subgraph.inject("POST", "/graphql", body, signed("/graphql", body));
  expect(answer.status).toBe(400);
  expect(answer.body).toContain("不能保存的字符");
});

test.each([
  ["query ($n: Int!) { double(n: $n) }", { n: "13800000000" }],
  ["query ($n: Int!) { double(n: $n) }", { n: { phone: "13800000000; 13800000000" } }],
  ['{ double(n: "13800000000") }', {}],
])("a value of the wrong kind is refused without being repeated: %s %j", async (query, variables) => {
  const body = JSON.stringify({ query, variables });
  const answer = await subgraph.inject("POST", "/graphql", body, signed("/graphql", body));
  expect(answer.status).toBe(400);
  expect(answer.body).toContain("Int cannot represent non-integer value");
  expect(answer.body).not.toContain("138");
});

test("an emoji and a backslash are good text, however they are written", async () => {
  const body = String.raw`{ "query": "{ double(n: 2) }", "variables": { "a": "\ud83d\ude00", "b": "\\u0000" } }`;
  const answer = await subgraph.inject("POST", "/graphql", body, signed("/graphql", body));
  expect(answer.body).toContain('"double":4');
});

test("a body that is no JSON is refused with a code", async () => {
  const { status, body } = await subgraph.inject("POST", "/graphql", "{", signed("/graphql", "{"));
  expect(status).toBe(400);
  expect(JSON.parse(body)).toMatchObject({ code: "BAD_JSON" });
});

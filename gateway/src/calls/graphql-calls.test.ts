import { setTimeout as wait } from "node:timers/promises";
import { createLogger } from "@gongjian/shared/log";
import type { Viewer } from "@gongjian/shared/viewer";
import { startSmallSubgraph, type Behaviour, type SmallSubgraph } from "../testing/small-subgraph.ts";
import { createKeys } from "../testing/start-gateway.ts";
import { GraphqlCalls, type CallObserver } from "./graphql-calls.ts";
import { signedTransport } from "./signed-transport.ts";
import { SubgraphClient } from "./subgraph-client.ts";

interface Context {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly deadline: number;
}

const keys = createKeys();
const viewer: Viewer = { role: "SECRETARIAT", subject: "tester", unitId: null, areaCode: "341881" };
const query = { subgraph: "resources", body: '{"query":"{needs{id}}"}', isMutation: false };
const mutation = { subgraph: "resources", body: '{"query":"mutation{close{id}}"}', isMutation: true };

let server: SmallSubgraph;
let client: SubgraphClient;
let calls: GraphqlCalls<Context>;

async function given(behaviour: Behaviour, observer?: CallObserver<Context>): Promise<void> {
  server = await startSmallSubgraph(keys, behaviour);
  client = new SubgraphClient("resources", server.url, keys);
  const transport = signedTransport({ resources: client });
  const log = createLogger("test", "silent");
  calls = new GraphqlCalls<Context>({ transport, log, ...(observer ? { observer } : {}) });
}

function context(changes: Partial<Context> = {}): Context {
  return { viewer, requestId: "request-1", deadline: Date.now() + 8_000, ...changes };
}

/** Answers after a moment, so that calls meet. */
const slowly =
  (answer: unknown): Behaviour =>
  (_call, response) => {
    setTimeout(() => response.end(JSON.stringify(answer)), 50);
  };

afterEach(async () => {
  await client.close();
  await server.stop();
});

test("the engine's text arrives as it is, signed for the viewer", async () => {
  await given(() => ({ data: { needs: [] }, errors: [{ message: "部分" }] }));
  expect(await calls.call(query, context())).toEqual({ data: { needs: [] }, errors: [{ message: "部分" }] });
  expect(server.calls).toMatchObject([
    { path: "/graphql", viewer, headers: { "x-request-id": "request-1" } },
  ]);
  expect(server.calls[0]?.body.toString()).toBe(query.body);
});

test("queries that are alike are sent once, and each caller gets an answer of its own", async () => {
  await given(slowly({ data: { needs: [{ id: "1" }] } }));
  const same = { ...viewer };
  const contexts = [context(), context({ requestId: "request-2", viewer: same }), context()];
  const answers = await Promise.all(contexts.map((one) => calls.call(query, one)));

  expect(server.calls).toHaveLength(1);
  expect(answers).toEqual(answers.map(() => ({ data: { needs: [{ id: "1" }] } })));
  expect(new Set(answers.map(({ data }) => data)).size).toBe(3);
});

test("what was answered is asked anew", async () => {
  await given(() => ({ data: { needs: [] } }));
  await calls.call(query, context());
  await calls.call(query, context());
  expect(server.calls).toHaveLength(2);
});

const strangers: readonly Partial<Viewer>[] = [
  { role: "ADMIN" },
  { subject: "another" },
  { areaCode: "341882" },
  { areaCode: null },
  { role: "UNIT_CLERK", areaCode: null, unitId: "0190e6f2-0000-7000-8000-000000000001" },
  { scopes: ["LISTS_READ"] },
];

test.each(strangers)("an answer is not shared with another viewer: %j", async (change) => {
  await given(slowly({ data: { needs: [] } }));
  await Promise.all([
    calls.call(query, context()),
    calls.call(query, context({ viewer: { ...viewer, ...change } })),
  ]);
  expect(server.calls).toHaveLength(2);
});

test("another question is another call", async () => {
  await given(slowly({ data: { needs: [] } }));
  const other = { ...query, body: '{"query":"{needs{title}}"}' };
  await Promise.all([calls.call(query, context()), calls.call(other, context())]);
  expect(server.calls).toHaveLength(2);
});

test("mutations are never shared and never tried again", async () => {
  await given(slowly({ data: { close: null } }));
  await Promise.all([calls.call(mutation, context()), calls.call(mutation, context())]);
  expect(server.calls).toHaveLength(2);

  await server.stop();
  await given((_call, response) => void response.destroy());
  await expect(calls.call(mutation, context())).rejects.toMatchObject({ code: "SUBGRAPH_DOWN" });
  expect(server.calls).toHaveLength(1);
});

test("who has changed something is not given what was read before", async () => {
  let state = "before";
  await given((call, response) => {
    const seen = state;
    const isMutation = call.body.toString() === mutation.body;
    if (isMutation) state = "after";
    setTimeout(() => response.end(JSON.stringify({ data: { seen } })), isMutation ? 0 : 100);
  });
  const early = calls.call(query, context());
  await wait(20);
  await calls.call(mutation, context());
  expect(await calls.call(query, context())).toEqual({ data: { seen: "after" } });
  expect(await early).toEqual({ data: { seen: "before" } });
});

test("a failure is told to all who share the call, after one retry", async () => {
  await given((_call, response) => void setTimeout(() => response.destroy(), 20));
  const results = await Promise.allSettled([calls.call(query, context()), calls.call(query, context())]);
  for (const result of results) {
    expect(result).toMatchObject({ status: "rejected", reason: { code: "SUBGRAPH_DOWN" } });
  }
  expect(server.calls).toHaveLength(2);
});

test("each caller's own deadline holds, whoever it shares the call with", async () => {
  await given((_call, response) => void setTimeout(() => response.end('{"data":{}}'), 600));
  const start = Date.now();
  const hurried = calls.call(query, context({ deadline: start + 200 }));
  const patient = calls.call(query, context());
  await expect(hurried).rejects.toMatchObject({ code: "SUBGRAPH_TIMEOUT" });
  expect(Date.now() - start).toBeLessThan(400);
  expect(await patient).toEqual({ data: {} });
  expect(server.calls).toHaveLength(1);

  await expect(calls.call(query, context({ deadline: start }))).rejects.toMatchObject({
    code: "SUBGRAPH_TIMEOUT",
  });
  expect(server.calls).toHaveLength(1);
});

const NO_RESULTS = ["", "<html>", "null", "[]", "{}", '{"code":"UNSIGNED_CALL"}', '{"data":1}'];
const NO_ERRORS = ['{"data":[]}', '{"errors":{}}', '{"errors":[null]}', '{"errors":[{"message":1}]}'];

test.each([...NO_RESULTS, ...NO_ERRORS])("what is no GraphQL result is no answer: %s", async (body) => {
  await given((_call, response) => void response.end(body));
  await expect(calls.call(query, context())).rejects.toMatchObject({ code: "SUBGRAPH_DOWN" });
});

test("whoever observes sees each call begin and end, and its trace goes on", async () => {
  const seen: string[] = [];
  const observer: CallObserver<Context> = {
    begin: ({ subgraph }, { requestId }, isShared) => {
      seen.push(`${subgraph} ${requestId} ${isShared ? "shared" : "sent"}`);
      return { traceparent: "00-1-2-01", end: (outcome) => seen.push(outcome) };
    },
  };
  await given(slowly({ data: {} }), observer);
  await Promise.all([calls.call(query, context()), calls.call(query, context({ requestId: "request-2" }))]);
  expect(seen).toEqual(["resources request-1 sent", "resources request-2 shared", "OK", "OK"]);
  expect(server.calls).toMatchObject([{ headers: { traceparent: "00-1-2-01" } }]);

  await server.stop();
  await calls.call(query, context()).catch(() => undefined);
  expect(seen.at(-1)).toBe("SUBGRAPH_DOWN");
});

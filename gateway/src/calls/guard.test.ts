import { setTimeout as wait } from "node:timers/promises";
import type { Viewer } from "@gongjian/shared/viewer";
import { startSmallSubgraph, type Behaviour, type SmallSubgraph } from "../testing/small-subgraph.ts";
import { createKeys } from "../testing/start-gateway.ts";
import { SubgraphClient } from "./subgraph-client.ts";
import type { SubgraphFailure } from "./subgraph-failure.ts";

const keys = createKeys();
const viewer: Viewer = { role: "SECRETARIAT", subject: "tester", unitId: null, areaCode: null };

let server: SmallSubgraph;
let client: SubgraphClient;
let behaviour: Behaviour;

const well: Behaviour = () => ({ data: {} });
const broken: Behaviour = (_call, response) => void response.destroy();
const status =
  (code: number): Behaviour =>
  (_call, response) =>
    void response.writeHead(code).end("{}");

beforeEach(async () => {
  behaviour = well;
  server = await startSmallSubgraph(keys, (call, response) => behaviour(call, response));
  client = new SubgraphClient("resources", server.url, keys);
});

afterEach(async () => {
  await client.close();
  await server.stop();
});

function call(): Promise<string> {
  return client.call({ path: "/graphql", body: "{}", viewer }).then(
    () => "OK",
    (error: unknown) => (error as SubgraphFailure).code,
  );
}

async function callOften(times: number): Promise<string[]> {
  const outcomes = [];
  for (let count = 0; count < times; count++) outcomes.push(await call());
  return outcomes;
}

test("five failures among ten calls, and the subgraph is left alone", async () => {
  await callOften(10);
  behaviour = broken;
  await callOften(4);
  behaviour = well;
  expect(await callOften(6)).not.toContain("SUBGRAPH_DOWN");

  behaviour = broken;
  await callOften(5);
  const asked = server.calls.length;
  behaviour = well;
  expect(await callOften(3)).toEqual(["SUBGRAPH_DOWN", "SUBGRAPH_DOWN", "SUBGRAPH_DOWN"]);
  expect(server.calls).toHaveLength(asked);
  expect(client.state()).toEqual({ breaker: "open", callsInFlight: 0 });
});

test("two seconds later one call tries; nobody waits for it, and if it succeeds all go through", async () => {
  behaviour = broken;
  await callOften(10);
  await wait(2_050);
  behaviour = (_call, response) => void setTimeout(() => response.end("{}"), 200);
  const asked = server.calls.length;
  const trying = call();
  const start = Date.now();
  expect(await callOften(5)).toEqual(Array.from({ length: 5 }, () => "SUBGRAPH_DOWN"));
  expect(Date.now() - start).toBeLessThan(100);

  expect(await trying).toBe("OK");
  expect(server.calls).toHaveLength(asked + 1);
  behaviour = well;
  expect(await callOften(3)).toEqual(["OK", "OK", "OK"]);
  expect(client.state()).toEqual({ breaker: "closed", callsInFlight: 0 });
});

test("a try that fails leaves it alone for two seconds more", async () => {
  behaviour = broken;
  await callOften(10);
  await wait(2_050);
  expect(await call()).toBe("SUBGRAPH_DOWN");
  const asked = server.calls.length;
  behaviour = well;
  expect(await call()).toBe("SUBGRAPH_DOWN");
  expect(server.calls).toHaveLength(asked);
});

test("what a proxy answers for a subgraph that is not there counts; what the subgraph answers does not", async () => {
  behaviour = status(500);
  expect(await callOften(12)).not.toContain("SUBGRAPH_DOWN");
  behaviour = status(503);
  await callOften(5);
  behaviour = well;
  expect(await call()).toBe("SUBGRAPH_DOWN");
});

test("whether it is up is asked all the same", async () => {
  behaviour = broken;
  await callOften(10);
  behaviour = well;
  const probe = { method: "GET", path: "/readyz", viewer, withinMs: 500 } as const;
  expect(await client.probe(probe)).toMatchObject({ status: 200 });
  behaviour = () => undefined;
  await expect(client.probe(probe)).rejects.toMatchObject({ code: "SUBGRAPH_TIMEOUT" });
});

test("256 calls at a time are enough for one subgraph; more are refused at once", async () => {
  const waiting: (() => void)[] = [];
  behaviour = (_call, response) => {
    waiting.push(() => response.end("{}"));
    // Whoever has waited for a connection is answered at once.
    if (waiting.length === 64) behaviour = well;
  };
  const all = Promise.all(Array.from({ length: 256 }, call));
  expect(client.state().callsInFlight).toBe(256);
  const start = Date.now();
  expect(await callOften(3)).toEqual(["SUBGRAPH_BUSY", "SUBGRAPH_BUSY", "SUBGRAPH_BUSY"]);
  expect(Date.now() - start).toBeLessThan(50);

  while (waiting.length < 64) await wait(5);
  for (const answer of waiting) answer();
  expect(new Set(await all)).toEqual(new Set(["OK"]));
  expect(await call()).toBe("OK");
});

test("a subgraph that is asked for more than it can do goes on doing what it can", async () => {
  // On 64 connections 64 a second; twice as much is asked for.
  behaviour = (_call, response) => void setTimeout(() => response.end("{}"), 1_000);
  const start = Date.now();
  const calls: Promise<string>[] = [];
  while (Date.now() - start < 5_000) {
    while (calls.length < ((Date.now() - start) / 1000) * 128) calls.push(call());
    await wait(10);
  }
  const outcomes = await Promise.all(calls);
  expect(new Set(outcomes)).toEqual(new Set(["OK", "SUBGRAPH_BUSY"]));
  const seconds = (Date.now() - start) / 1000;
  expect(outcomes.filter((outcome) => outcome === "OK").length / seconds).toBeGreaterThan(0.8 * 64);
});

import { networkInterfaces } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { InMemorySpanExporter, type ReadableSpan } from "@opentelemetry/sdk-trace-node";
import type { FastifyInstance } from "fastify";
import { Client } from "pg";
import { Arg, Int, Query, Resolver } from "type-graphql";
import { systemClock } from "../clock.ts";
import { createLogger } from "../log.ts";
import { sha256, signRequest } from "../signature.ts";
import { buildSubgraphServer } from "../subgraph/server.ts";
import { defineProbe } from "../subgraph/testing/probe-subgraph.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { JobQueueWatch } from "./job-queue-watch.ts";
import { recordSpans } from "./record-spans.ts";

@Resolver()
class ProbeResolver {
  @Query(() => Int)
  double(@Arg("n", () => Int) n: number): number {
    if (n === 13) throw new Error("broken");
    return 2 * n;
  }
}

const keys = [{ kid: "test", secret: "x".repeat(43) }];
const log = createLogger("test", "silent");
const exporter = new InMemorySpanExporter();
const tracing = recordSpans("organisations", exporter);
const CALLER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const TRACE = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736" };

let database: TestDatabase;
let jobs: JobQueueWatch;
const apps: FastifyInstance[] = [];

beforeAll(async () => {
  const { dataSource } = defineProbe(ProbeResolver);
  database = await createTestDatabase("organisations", dataSource);
  jobs = new JobQueueWatch(database.jobsUrl, log);
});
beforeEach(async () => {
  await recorded();
  exporter.reset();
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await Promise.all([jobs.stop(), tracing.stop()]);
  await database.drop();
});

/** A subgraph on all addresses of this machine. @returns its port */
async function start(token: string | null = null): Promise<number> {
  const app = await buildSubgraphServer({
    definition: defineProbe(ProbeResolver),
    db: database.app,
    keys,
    clock: systemClock,
    log,
    telemetry: { tracing, access: { token }, backlog: () => jobs.backlog() },
  });
  apps.push(app);
  const address = await app.listen({ port: 0, host: "0.0.0.0" });
  return Number(new URL(address).port);
}

async function ask(port: number, query: string, headers: Record<string, string> = {}): Promise<void> {
  const body = JSON.stringify({ query });
  const viewer = { role: "ADMIN", subject: "tester", unitId: null, areaCode: null } as const;
  const signed = signRequest(keys, { method: "POST", path: "/graphql", bodyHash: sha256(body) }, viewer);
  const all = { "content-type": "application/json", ...signed, ...headers };
  await fetch(`http://127.0.0.1:${port}/graphql`, { method: "POST", headers: all, body });
}

function read(port: number, headers: Record<string, string> = {}, host = "127.0.0.1"): Promise<Response> {
  return fetch(`http://${host}:${port}/metrics`, { headers });
}

test("GraphQL requests are counted by kind and outcome, all requests by route and status", async () => {
  const port = await start();
  await ask(port, "{ double(n: 21) }");
  await ask(port, "{ double(n: 13) }");
  await ask(port, "{ triple }");
  await fetch(`http://127.0.0.1:${port}/nowhere/13812345678`);

  const text = await (await read(port)).text();
  expect(text).toContain(`gongjian_graphql_seconds_count{kind="query",outcome="ok"} 1`);
  expect(text).toContain(`gongjian_graphql_seconds_count{kind="query",outcome="errors"} 1`);
  expect(text).toContain(`gongjian_graphql_seconds_count{kind="unknown",outcome="errors"} 1`);
  expect(text).toContain(`gongjian_http_requests_total{route="/graphql",status="200"} 2`);
  expect(text).toContain(`gongjian_http_requests_total{route="unknown",status="401"} 1`);
  expect(text).not.toContain("13812345678");
});

test("the metrics tell of the process", async () => {
  const text = await (await read(await start())).text();

  expect(text).toMatch(/^process_resident_memory_bytes \d/m);
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/m);
  expect(text).toMatch(/^# TYPE nodejs_gc_duration_seconds histogram/m);
});

test("the metrics tell how many jobs wait, how long, and which have failed for good", async () => {
  const port = await start();
  await queue(`
    insert into graphile_worker._private_tasks (identifier) values ('deliver_events') on conflict do nothing;
    insert into graphile_worker._private_jobs (task_id, run_at, attempts)
      select id, now() - interval '90 seconds', 0 from graphile_worker._private_tasks
      where identifier = 'deliver_events';
    insert into graphile_worker._private_jobs (task_id, run_at, attempts)
      select id, now() - interval '900 seconds', 25 from graphile_worker._private_tasks
      where identifier = 'deliver_events'`);

  const text = await (await read(port)).text();
  expect(text).toContain(`gongjian_jobs_waiting{task="deliver_events"} 1`);
  expect(text).toContain(`gongjian_jobs_parked{task="deliver_events"} 1`);
  expect(text).toMatch(/^gongjian_jobs_lag_seconds{task="deliver_events"} 9\d\./m);

  await queue("delete from graphile_worker._private_jobs");
  expect(await (await read(port)).text()).not.toContain("deliver_events");
});

test("a database that is away takes nothing from the other metrics", async () => {
  const away = new JobQueueWatch("postgres://nobody@127.0.0.1:9/nothing", log);
  expect(await away.backlog()).toEqual([]);
  await away.stop();
});

test("only this machine itself reads the metrics", async () => {
  const port = await start();
  expect((await read(port)).status).toBe(200);
  expect((await read(port, { "x-forwarded-for": "203.0.113.7" })).status).toBe(401);
  expect((await fetch(`http://127.0.0.1:${port}/metrics`, { method: "POST" })).status).toBe(401);

  const [outside] = Object.values(networkInterfaces())
    .flatMap((addresses = []) => addresses)
    .filter(({ family, internal }) => family === "IPv4" && !internal);
  if (outside) expect((await read(port, {}, outside.address)).status).toBe(401);
});

test("where there is a token, who has it reads the metrics and nobody else", async () => {
  const port = await start("a-secret-of-many-characters");
  expect((await read(port, { authorization: "Bearer a-secret-of-many-characters" })).status).toBe(200);
  expect((await read(port, { authorization: "Bearer a-secret-of-many-characterz" })).status).toBe(401);
  expect((await read(port)).status).toBe(401);
});

test("a call is recorded inside the gateway's trace, and its execution inside the call", async () => {
  await ask(await start(), "{ double(n: 21) }", { traceparent: CALLER });
  const [execution, request] = await recorded(2);
  expect(request).toMatchObject({
    name: "POST /graphql",
    parentSpanContext: { spanId: "00f067aa0ba902b7" },
    attributes: { "http.route": "/graphql", "http.response.status_code": 200 },
  });
  expect(execution).toMatchObject({
    name: "graphql.execute",
    parentSpanContext: { spanId: request?.spanContext().spanId },
    attributes: { "graphql.operation.type": "query" },
  });
  expect([request, execution].map((span) => span?.spanContext())).toMatchObject([TRACE, TRACE]);
});

test("a call that nobody signed and a look at the health leave no trace", async () => {
  const port = await start();
  await ask(port, "{ double(n: 21) }", { traceparent: CALLER, "x-gongjian-signature": "none" });
  await fetch(`http://127.0.0.1:${port}/healthz`, { headers: { traceparent: CALLER } });
  await read(port, { traceparent: CALLER });

  expect(await recorded()).toEqual([]);
});

/** What is recorded, when it is that many. A request is over on the server a moment after its caller has the answer. */
async function recorded(count = 0): Promise<ReadableSpan[]> {
  for (let tries = 0; tries < 100; tries++) {
    await wait(20);
    await tracing.flush();
    if (exporter.getFinishedSpans().length >= count) break;
  }
  return exporter.getFinishedSpans();
}

async function queue(sql: string): Promise<void> {
  const client = new Client({ connectionString: database.jobsUrl });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

import { startObservedGateway, type ObservedGateway } from "./testing/observed-gateway.ts";

let observed: ObservedGateway | undefined;

afterEach(async () => {
  await observed?.stop();
  observed = undefined;
});

async function start(...options: Parameters<typeof startObservedGateway>): Promise<ObservedGateway> {
  observed = await startObservedGateway(...options);
  return observed;
}

async function metricsOf({ gateway }: ObservedGateway): Promise<string> {
  return (await fetch(`${gateway.url}/metrics`)).text();
}

const UNITS = { data: { organisations: [{ id: "o1" }] } };

test("operations, calls, plans and answers are counted", async () => {
  const running = await start(() => UNITS);
  await running.gateway.query("query Units { organisations { id } }");
  await running.gateway.query("query Units { organisations { id } }");
  await running.gateway.query("query Needs { needs { id } }");

  const text = await metricsOf(running);
  expect(text).toContain(`gongjian_operation_seconds_count{operation="Units",kind="query",outcome="ok"} 2`);
  expect(text).toContain(
    `gongjian_operation_seconds_count{operation="Needs",kind="query",outcome="errors"} 1`,
  );
  expect(text).toContain(`gongjian_subgraph_call_seconds_count{subgraph="organisations",outcome="OK"} 2`);
  expect(text).toContain(
    `gongjian_subgraph_call_seconds_count{subgraph="resources",outcome="SUBGRAPH_DOWN"} 1`,
  );
  expect(text).toContain(`gongjian_errors_total{code="SUBGRAPH_DOWN"} 1`);
  expect(text).toContain(`gongjian_plan_cache_total{result="hit"} 1`);
  expect(text).toContain(`gongjian_plan_cache_total{result="miss"} 2`);
  expect(text).toContain("gongjian_plan_cache_size 2");
  expect(text).toContain(`gongjian_plan_seconds_count 2`);
  expect(text).toContain(`gongjian_http_requests_total{route="/graphql",status="200"} 3`);
  expect(text).toContain(`gongjian_subgraph_breaker{subgraph="resources"} 0`);
  expect(text).toContain(`gongjian_subgraph_calls_in_flight{subgraph="organisations"} 0`);
  expect(text).toMatch(/^gongjian_operation_seconds_sum\{operation="Units".*\} 0\.0*[1-9]/m);
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/m);
});

test("what is refused is counted by its code", async () => {
  const running = await start(() => UNITS);
  await running.gateway.query("{".repeat(60) + "}".repeat(60));
  await running.gateway.post("/graphql", "{}");

  const text = await metricsOf(running);
  expect(text).toContain(`gongjian_refused_total{code="QUERY_TOO_DEEP"} 1`);
  expect(text).toContain(`gongjian_refused_total{code="UNAUTHENTICATED"} 1`);
});

test("two hundred operations have figures of their own, the others share theirs", async () => {
  const running = await start(() => UNITS);
  const authorization = `Bearer ${await running.gateway.issuer.token()}`;
  for (let number = 0; number < 203; number++) {
    const query = `query Q${number} { organisations { id } }`;
    await running.gateway.query(query, { headers: { authorization } });
  }

  const series = (await metricsOf(running)).match(/^gongjian_operation_seconds_count.*$/gm) ?? [];
  expect(series).toHaveLength(201);
  expect(series.at(-1)).toBe(
    `gongjian_operation_seconds_count{operation="other",kind="query",outcome="ok"} 3`,
  );
});

test("strangers give no figures of their own a name", async () => {
  const running = await start(() => UNITS, { anonymous: true });
  await running.gateway.query("query Mine { organisations { id } }", { headers: {} });

  const text = await metricsOf(running);
  expect(text).not.toContain("Mine");
  expect(text).toContain(`gongjian_operation_seconds_count{operation="other",kind="query",outcome="ok"} 1`);
});

test("who comes through a proxy does not read the metrics, signed in or not", async () => {
  const { gateway } = await start(() => UNITS);
  const authorization = `Bearer ${await gateway.issuer.token()}`;
  const through = { "x-forwarded-for": "203.0.113.7", authorization };

  expect((await fetch(`${gateway.url}/metrics`, { headers: through })).status).toBe(401);
});

test("with METRICS_TOKEN who has it reads them from anywhere", async () => {
  const { gateway } = await start(() => UNITS, { metricsAccess: { token: "a-secret-of-many-characters" } });
  const through = { "x-forwarded-for": "203.0.113.7", authorization: "Bearer a-secret-of-many-characters" };

  expect((await fetch(`${gateway.url}/metrics`, { headers: through })).status).toBe(200);
  expect((await fetch(`${gateway.url}/metrics`)).status).toBe(401);
});

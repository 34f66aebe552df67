import { setTimeout as wait } from "node:timers/promises";
import { createKeys } from "@gongjian/gateway/testing/start-gateway";
import { startSmallSubgraph, type SmallSubgraph } from "@gongjian/gateway/testing/small-subgraph";
import { createTestIssuer, type TestIssuer } from "@gongjian/gateway/testing/tokens";
import { organisations as definition } from "@gongjian/organisations/subgraph";
import { createTestDatabase, type TestDatabase } from "@gongjian/shared/testing/database";
import {
  startTraceCollector,
  type CollectedSpan,
  type TraceCollector,
} from "@gongjian/shared/testing/trace-collector";
import { freePort } from "./support/free-port.ts";
import { startSource, type SourceProcess } from "./support/source-process.ts";

/** What a careless client might put anywhere. */
const PHONE = "13856780123";
const IDENTITY = "342501199003078888";
const NAME = "欧阳春晓";
const FULL = `${NAME} ${PHONE} ${IDENTITY}`;
/** OTLP's number for the span of a request that came in. */
const SERVER = 2;
const CALLER = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7" };

let collector: TraceCollector;
let database: TestDatabase;
let resources: SmallSubgraph;
const starting: Promise<SourceProcess>[] = [];
let organisations: SourceProcess;
let gateway: SourceProcess;
let issuer: TestIssuer;
let urls: { readonly gateway: string; readonly organisations: string };

beforeAll(async () => {
  const keys = createKeys();
  [collector, database, issuer, resources] = await Promise.all([
    startTraceCollector(),
    createTestDatabase("organisations", definition.dataSource),
    createTestIssuer(),
    startSmallSubgraph(keys, ({ body }) => ({
      data: { needs: { edges: [{ node: { title: FULL } }] } },
      errors: [
        {
          message: FULL,
          path: [/p\d+/.exec(body.toString())?.[0] ?? "needs"],
          extensions: { code: `X${PHONE}` },
        },
      ],
    })),
  ]);
  const [gatewayPort, port] = await Promise.all([freePort(), freePort()]);
  urls = { gateway: `http://127.0.0.1:${gatewayPort}`, organisations: `http://127.0.0.1:${port}` };
  const env = {
    INTERNAL_KEYS: JSON.stringify(keys),
    LOG_LEVEL: "trace",
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: "100",
    ORGANISATIONS_URL: urls.organisations,
    RESOURCES_URL: resources.url,
    VOLUNTEERS_URL: "http://127.0.0.1:9",
    MERCHANTS_URL: "http://127.0.0.1:9",
  };
  const { url } = database.app.options as { readonly url?: string };
  starting.push(
    startSource("subgraphs/organisations/src/main.ts", {
      ...env,
      PORT: String(port),
      DATABASE_URL: url,
      JOBS_DATABASE_URL: database.jobsUrl,
    }),
    startSource("gateway/src/main.ts", {
      ...env,
      PORT: String(gatewayPort),
      DEV_ISSUER_JWKS: JSON.stringify(issuer.jwks),
    }),
  );
  [organisations, gateway] = (await Promise.all(starting)) as [SourceProcess, SourceProcess];
}, 120_000);
afterAll(async () => {
  for (const start of await Promise.allSettled(starting)) {
    if (start.status === "fulfilled") await start.value.stop();
  }
  await resources.stop();
  collector.stop();
  await database.drop();
});

let sent = 0;

async function ask(
  request: { query: string; variables?: object; operationName?: string },
  headers: Record<string, string> = {},
  path = "/graphql",
): Promise<Response> {
  const authorization = `Bearer ${await issuer.token({ sub: `u-${PHONE}`, name: NAME })}`;
  sent += 1;
  return fetch(urls.gateway + path, {
    method: "POST",
    headers: { authorization, "content-type": "application/json", ...headers },
    body: JSON.stringify(request),
  });
}

/** The spans of a trace, once there are that many. */
async function spansOf(traceId: string, count: number): Promise<CollectedSpan[]> {
  for (let tries = 0; tries < 100; tries++) {
    const spans = collector.spans.filter((span) => span.traceId === traceId);
    if (spans.length >= count) return spans;
    await wait(100);
  }
  throw new Error(`There are no ${count} spans of ${traceId}: ${JSON.stringify(collector.spans)}`);
}

const UNITS = "query Units { organisations(first: 1) { edges { node { id name } } } }";

test("a request is one trace, from its caller through the gateway into the subgraph", async () => {
  const response = await ask({ query: UNITS }, { traceparent: `00-${CALLER.traceId}-${CALLER.spanId}-01` });
  expect(await response.json()).toMatchObject({ data: { organisations: { edges: [] } } });

  const spans = await spansOf(CALLER.traceId, 5);
  const find = (service: string, name: string): CollectedSpan | undefined =>
    spans.find((span) => span.service === service && span.name === name);
  const request = find("gateway", "POST /graphql");
  const call = find("gateway", "subgraph organisations");
  const received = find("organisations", "POST /graphql");
  expect(request).toMatchObject({
    parentSpanId: CALLER.spanId,
    attributes: {
      "http.route": "/graphql",
      "http.response.status_code": 200,
      "graphql.operation.name": "Units",
    },
  });
  expect(find("gateway", "graphql.plan")?.parentSpanId).toBe(request?.spanId);
  expect(call?.parentSpanId).toBe(request?.spanId);
  expect(received?.parentSpanId).toBe(call?.spanId);
  expect(find("organisations", "graphql.execute")?.parentSpanId).toBe(received?.spanId);
});

test("a call that fails is marked with its code", async () => {
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  await ask(
    { query: "{ teams(first: 1) { edges { node { id } } } }" },
    { traceparent: `00-${traceId}-${CALLER.spanId}-01` },
  );

  expect((await spansOf(traceId, 3)).find(({ name }) => name === "subgraph volunteers")).toMatchObject({
    isError: true,
    attributes: { "gongjian.subgraph": "volunteers", "error.type": "SUBGRAPH_DOWN" },
  });
});

interface Hostile {
  readonly query?: string;
  readonly variables?: object;
  readonly operationName?: string;
  readonly headers?: Record<string, string>;
  readonly path?: string;
}

const SEARCHED = `($text: String) { organisations(filter: { text: $text }, first: 1) { edges { node { id } } } }`;

const PLANTED: Readonly<Record<string, Hostile>> = {
  variables: { query: `query Units${SEARCHED}`, variables: { text: FULL } },
  "an argument": { query: `{ organisations(filter: { text: "${FULL}" }) { edges { node { id } } } }` },
  "variables of a wrong type": { query: `query Units${SEARCHED}`, variables: { text: { [FULL]: FULL } } },
  "an argument of a wrong type": { query: `{ organisations(first: "${FULL}") { edges { node { id } } } }` },
  "an id that the database refuses": { query: `{ organisation(id: "${FULL}") { id } }` },
  "a credit code": { query: `{ organisation(uscc: "${IDENTITY}") { id } }` },
  "text that cannot be stored": { query: `query Units${SEARCHED}`, variables: { text: `${FULL}\u0000` } },
  "what is no GraphQL": { query: `{ "${FULL}" ` },
  "a comment": { query: `# ${FULL}\n{ organisations(first: 1) { edges { node { id } } } }` },
  "an alias": { query: `{ p${PHONE}: organisations(first: 1) { edges { node { id } } } }` },
  "a field that is not there": { query: `{ p${PHONE} i${IDENTITY} }` },
  "the name of an operation": {
    query: `query P${PHONE}_${IDENTITY} { organisations(first: 1) { edges { node { id } } } }`,
  },
  "the name of an operation that is not there": { query: UNITS, operationName: FULL },
  "a subgraph's data and errors": { query: `query Needs { needs(first: 1) { edges { node { title } } } }` },
  "the alias of a field that fails": { query: `{ p${PHONE}: needs(first: 1) { edges { node { title } } } }` },
  "a subgraph that is down": {
    query: `{ teams(filter: { text: "${FULL}" }, first: 1) { edges { node { id } } } }`,
  },
  "the id of a request": { query: UNITS, headers: { "x-request-id": `req-${PHONE}-${IDENTITY}` } },
  "a trace": {
    query: UNITS,
    headers: { traceparent: `00-000000000000000${PHONE.padStart(17, "0")}-00000${PHONE}-01` },
  },
  "other headers": {
    query: UNITS,
    headers: {
      "user-agent": PHONE,
      cookie: PHONE,
      referer: `http://x/${PHONE}`,
      "x-forwarded-for": PHONE,
      baggage: `p=${PHONE}`,
      tracestate: `p=${PHONE}`,
      "if-none-match": PHONE,
      origin: PHONE,
    },
  },
  "a credential": { query: UNITS, headers: { authorization: `Bearer ${PHONE}` } },
  "a key": { query: UNITS, headers: { authorization: "", "x-api-key": `gjk_${PHONE}${IDENTITY}` } },
  "a content type": { query: UNITS, headers: { "content-type": `text/${PHONE}` } },
  "parameters of the address": {
    query: UNITS,
    path: `/graphql?phone=${PHONE}&name=${encodeURIComponent(NAME)}`,
  },
  "an address": { path: `/people/${PHONE}/${encodeURIComponent(NAME)}` },
  "a file's name": {
    path: `/lists/needs/check?filename=${encodeURIComponent(FULL)}.csv`,
    headers: { "content-type": "text/csv" },
  },
  "an address of a list": { path: `/lists/needs/revisions/${IDENTITY}` },
};

test("what is planted anywhere in a request is written nowhere", async () => {
  for (const { path, headers, query = "", ...rest } of Object.values(PLANTED)) {
    await (await ask({ query, ...rest }, headers, path)).text();
  }
  await until(() => gateway.output().split(`"msg":"request"`).length > sent);
  await until(() => collector.spans.filter(isRequest).length >= sent);

  const metrics = await Promise.all([metricsOf(urls.gateway), metricsOf(urls.organisations)]);
  const written = [gateway.output(), organisations.output(), ...collector.texts, ...metrics].join("\n");
  const planted = [PHONE, IDENTITY, NAME, encodeURIComponent(NAME)];
  expect(written.split("\n").filter((line) => planted.some((text) => line.includes(text)))).toEqual([]);
  expect(written).toContain(`"operation":"Units"`);
  expect(written).toContain(`operation="Units"`);
});

function isRequest({ service, kind }: CollectedSpan): boolean {
  return service === "gateway" && kind === SERVER;
}

/** Log lines and spans are written some time after the answer. */
async function until(isThere: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100 && !isThere(); tries++) await wait(50);
  expect(isThere()).toBe(true);
}

async function metricsOf(url: string): Promise<string> {
  return (await fetch(`${url}/metrics`)).text();
}

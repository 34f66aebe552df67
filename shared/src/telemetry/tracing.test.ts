import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { InMemorySpanExporter, type ReadableSpan } from "@opentelemetry/sdk-trace-node";
import { createLogger } from "../log.ts";
import { recordSpans } from "./record-spans.ts";
import { startTracing, type Tracing } from "./tracing.ts";

const CALLER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

afterEach(() => {
  delete process.env.OTEL_TRACES_SAMPLER;
  delete process.env.OTEL_TRACES_SAMPLER_ARG;
});

/** What is recorded of some work. */
async function recorded(work: (tracing: Tracing) => void): Promise<ReadableSpan[]> {
  const exporter = new InMemorySpanExporter();
  const tracing = recordSpans("organisations", exporter);
  work(tracing);
  await tracing.flush();
  const spans = exporter.getFinishedSpans();
  await tracing.stop();
  return spans;
}

test.each([
  {},
  { OTEL_EXPORTER_OTLP_ENDPOINT: "" },
  { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9", OTEL_SDK_DISABLED: "true" },
  { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9", OTEL_TRACES_EXPORTER: "none" },
])("nothing is recorded with %j", async (env) => {
  expect(await startTracing("organisations", createLogger("test", "silent"), env)).toBeNull();
});

test("a request is recorded inside its caller's trace, and what is done for it inside the request", async () => {
  let traceparent = "";
  const [inner, outer] = await recorded((tracing) => {
    const request = tracing.request("POST /graphql", CALLER, { "http.route": "/graphql" });
    const call = request.span("subgraph resources", { "gongjian.subgraph": "resources" }, "client");
    ({ traceparent } = call);
    call.end({ error: "SUBGRAPH_DOWN" });
    request.end({ attributes: { "http.response.status_code": 200 } });
  });

  expect(outer).toMatchObject({
    name: "POST /graphql",
    kind: SpanKind.SERVER,
    resource: { attributes: { "service.name": "organisations" } },
    parentSpanContext: { spanId: "00f067aa0ba902b7" },
    attributes: { "http.route": "/graphql", "http.response.status_code": 200 },
    status: { code: SpanStatusCode.UNSET },
  });
  expect(outer?.spanContext().traceId).toBe("4bf92f3577b34da6a3ce929d0e0e4736");
  expect(inner).toMatchObject({
    name: "subgraph resources",
    kind: SpanKind.CLIENT,
    parentSpanContext: { spanId: outer?.spanContext().spanId },
    attributes: { "gongjian.subgraph": "resources", "error.type": "SUBGRAPH_DOWN" },
    status: { code: SpanStatusCode.ERROR },
  });
  expect(traceparent).toBe(`00-4bf92f3577b34da6a3ce929d0e0e4736-${inner?.spanContext().spanId ?? ""}-01`);
});

test.each<[string, string | string[] | undefined]>([
  ["nothing", undefined],
  ["an empty header", ""],
  ["a header without flags", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7"],
  ["capitals", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"],
  ["a trace of zeros", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"],
  ["a span of zeros", "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01"],
  ["a version that may not be", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"],
  ["a header without end", CALLER + "0".repeat(10_000)],
  ["two headers", [CALLER, CALLER]],
])("%s begins a trace of its own", async (_, header) => {
  const [span] = await recorded((tracing) => {
    tracing.request("POST /graphql", header).end();
  });

  expect(span?.parentSpanContext).toBeUndefined();
  expect(span?.spanContext().traceId).toMatch(/^(?!4bf92f35)[\da-f]{32}$/);
});

test("a trace that its caller does not record is not recorded here, and calls are told so", async () => {
  let traceparent = "";
  const spans = await recorded((tracing) => {
    const request = tracing.request("POST /graphql", CALLER.replace(/01$/, "00"));
    const call = request.span("subgraph resources");
    ({ traceparent } = call);
    call.end();
    request.end();
  });

  expect(traceparent).toMatch(/^00-4bf92f3577b34da6a3ce929d0e0e4736-[\da-f]{16}-00$/);
  expect(spans).toEqual([]);
});

test("of traces that begin here the configured part is recorded, and all that a caller records", async () => {
  process.env.OTEL_TRACES_SAMPLER = "parentbased_traceidratio";
  process.env.OTEL_TRACES_SAMPLER_ARG = "0";
  const spans = await recorded((tracing) => {
    tracing.request("begins here", undefined).end();
    tracing.request("begins there", CALLER).end();
  });

  expect(spans.map(({ name }) => name)).toEqual(["begins there"]);
});

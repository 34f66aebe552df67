import { diag, DiagLogLevel, type Attributes } from "@opentelemetry/api";
import type { Logger } from "../log.ts";
import type { TraceScope } from "./trace-scope.ts";

/** Records what requests do, for a collector elsewhere. */
export interface Tracing {
  /**
   * Begins the work of one incoming request: inside the caller's trace where it names one.
   *
   * @param traceparent the header as it came; anything that is not one begins a new trace
   */
  request(name: string, traceparent: string | string[] | undefined, attributes?: Attributes): TraceScope;
  /** Sends what is recorded and not yet sent. */
  flush(): Promise<void>;
  /** Sends the rest, and records nothing any more. */
  stop(): Promise<void>;
}

/**
 * Starts to record, where OTEL_EXPORTER_OTLP_ENDPOINT (or …_TRACES_ENDPOINT) says whom to tell; null where
 * it does not, and then none of the SDK is loaded. The other OTEL_ variables (sampler, headers, time-outs,
 * queue) mean what OpenTelemetry says they mean. Nothing is patched and nothing follows asynchronous calls:
 * scopes are handed on as values.
 */
export async function startTracing(
  serviceName: string,
  log: Logger,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Tracing | null> {
  const url = collectorOf(env);
  if (url === null) return null;
  const { OTEL_SERVICE_NAME: named = "" } = env;
  const [{ recordSpans }, { OTLPTraceExporter }] = await Promise.all([
    import("./record-spans.ts"),
    import("@opentelemetry/exporter-trace-otlp-http"),
  ]);
  tellTroubles(log);
  return recordSpans(named === "" ? serviceName : named, new OTLPTraceExporter({ url }));
}

/** Where spans go to; null where tracing is off. */
function collectorOf(env: NodeJS.ProcessEnv): string | null {
  if (env.OTEL_SDK_DISABLED === "true" || env.OTEL_TRACES_EXPORTER === "none") return null;
  const { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: exact, OTEL_EXPORTER_OTLP_ENDPOINT: base } = env;
  if (exact) return exact;
  return base ? `${base.replace(/\/+$/, "")}/v1/traces` : null;
}

/** A collector that is away, or a variable that is wrong, is one line each time, not a failed request. */
function tellTroubles(log: Logger): void {
  const tell = (message: string): void => {
    log.warn({ tracing: message.slice(0, 300) }, "traces are not sent as configured");
  };
  const silent = (): void => undefined;
  diag.setLogger(
    { error: tell, warn: silent, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
}

import { ROOT_CONTEXT, SpanKind, trace } from "@opentelemetry/api";
import { detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, NodeTracerProvider, type SpanExporter } from "@opentelemetry/sdk-trace-node";
import { scopeOf } from "./trace-scope.ts";
import { readTraceparent } from "./traceparent.ts";
import type { Tracing } from "./tracing.ts";

/** Records spans and hands them to an exporter some seconds later, many at a time; too many are dropped. */
export function recordSpans(serviceName: string, exporter: SpanExporter): Tracing {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": serviceName }).merge(
      detectResources({ detectors: [envDetector] }),
    ),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer("gongjian");
  return {
    request: (name, traceparent, attributes = {}) => {
      const caller = readTraceparent(traceparent);
      const context = caller ? trace.setSpanContext(ROOT_CONTEXT, caller) : ROOT_CONTEXT;
      return scopeOf(tracer, tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, context));
    },
    flush: () => provider.forceFlush(),
    stop: () => provider.shutdown(),
  };
}

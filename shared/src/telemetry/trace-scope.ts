import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Span,
  type Tracer,
} from "@opentelemetry/api";
import { writeTraceparent } from "./traceparent.ts";

/** How a piece of work ended. */
export interface Outcome {
  /** A code such as SUBGRAPH_DOWN, never a message: messages may quote what was sent. */
  readonly error?: string | undefined;
  readonly attributes?: Attributes;
}

/** One piece of work in a trace: a request, or something done for it. It is handed on as a value. */
export interface TraceScope {
  /** 32 hex digits. */
  readonly traceId: string;
  /** The W3C header of calls that are made inside this piece of work. */
  readonly traceparent: string;
  /**
   * Begins a piece of work inside this one; whoever begins it ends it.
   *
   * @param attributes names, codes and counts only, never variables or texts that callers sent
   * @param kind "client" where it is a call to another process
   */
  span(name: string, attributes?: Attributes, kind?: "client" | "internal"): TraceScope;
  end(outcome?: Outcome): void;
}

/** The scope of a span; of one that nobody records, a scope without work of its own. */
export function scopeOf(tracer: Tracer, span: Span): TraceScope {
  return span.isRecording() ? new RecordedScope(tracer, span) : new UnrecordedScope(span);
}

class RecordedScope implements TraceScope {
  readonly traceId: string;
  readonly traceparent: string;

  constructor(
    private readonly tracer: Tracer,
    private readonly recorded: Span,
  ) {
    const context = recorded.spanContext();
    this.traceId = context.traceId;
    this.traceparent = writeTraceparent(context);
  }

  span(name: string, attributes: Attributes = {}, kind: "client" | "internal" = "internal"): TraceScope {
    const options = { attributes, kind: kind === "client" ? SpanKind.CLIENT : SpanKind.INTERNAL };
    const span = this.tracer.startSpan(name, options, trace.setSpan(ROOT_CONTEXT, this.recorded));
    return scopeOf(this.tracer, span);
  }

  end({ error, attributes }: Outcome = {}): void {
    if (attributes) this.recorded.setAttributes(attributes);
    if (error !== undefined) {
      this.recorded.setAttribute("error.type", error);
      this.recorded.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.recorded.end();
  }
}

/** Tells those who are called that the trace is not recorded, and does nothing else. */
class UnrecordedScope implements TraceScope {
  readonly traceId: string;
  readonly traceparent: string;

  constructor(span: Span) {
    const context = span.spanContext();
    this.traceId = context.traceId;
    this.traceparent = writeTraceparent(context);
  }

  span(): TraceScope {
    return this;
  }

  end(): void {
    // There is nothing to end.
  }
}

import { isSpanContextValid, TraceFlags, type SpanContext } from "@opentelemetry/api";

/** Version 00 of W3C Trace Context; what a later version may add is not for us. */
const TRACEPARENT = /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/;

/** The caller's span as its `traceparent` header names it; null for anything else. */
export function readTraceparent(header: string | string[] | undefined): SpanContext | null {
  const [, traceId = "", spanId = "", flags = ""] =
    typeof header === "string" ? (TRACEPARENT.exec(header) ?? []) : [];
  const context = { traceId, spanId, traceFlags: parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true };
  return isSpanContextValid(context) ? context : null;
}

export function writeTraceparent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-0${traceFlags & TraceFlags.SAMPLED}`;
}

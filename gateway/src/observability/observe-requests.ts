import type { Tracing } from "@gongjian/shared/telemetry/tracing";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { AccessEntry } from "./access-log.ts";
import type { GatewayMetrics } from "./gateway-metrics.ts";
import { traceparentFrom } from "./outside-ids.ts";
import { RequestNotes } from "./request-notes.ts";

export interface Observers {
  readonly metrics: GatewayMetrics;
  readonly log: (entry: AccessEntry) => void;
  /** Null where tracing is off. */
  readonly tracing: Tracing | null;
}

/** The caller left before the answer was through. */
const GONE = 499;

/**
 * Watches every request from its headers to the end of its answer. To be set up before every other hook,
 * or what those refuse is not seen.
 */
export function observeRequests(app: FastifyInstance, { metrics, log, tracing }: Observers): void {
  app.decorateRequest("notes");
  app.addHook("onRequest", (request, reply, done) => {
    const route = routeOf(request);
    const trace = tracing?.request(
      `${request.method} ${route}`,
      traceparentFrom(request.headers.traceparent),
      {
        "http.request.method": request.method,
        "http.route": route,
      },
    );
    request.notes = new RequestNotes(trace ?? null);
    // An answer that is cut off closes and never finishes.
    reply.raw.once("close", () => {
      const entry = entryOf(request, reply);
      metrics.httpAnswered(route, entry.status);
      if (entry.refused !== undefined) metrics.refused(entry.refused);
      log(entry);
      trace?.end(outcomeOf(entry));
    });
    done();
  });
}

function routeOf({ routeOptions }: FastifyRequest): string {
  return routeOptions.url ?? "unknown";
}

function entryOf(request: FastifyRequest, reply: FastifyReply): AccessEntry {
  const { id, method, caller, ip, notes } = request;
  const { operation, cost, subgraphCalls, isShared, refused, errors } = notes;
  return {
    operation,
    cost,
    subgraphCalls,
    isShared,
    refused,
    errors,
    requestId: id,
    traceId: notes.trace?.traceId,
    method,
    route: routeOf(request),
    status: reply.raw.writableFinished ? reply.raw.statusCode : GONE,
    ms: notes.elapsedMs,
    bytes: notes.bytes ?? lengthOf(reply),
    caller,
    address: ip,
  };
}

/** Unknown for an answer that is handed on as it comes. */
function lengthOf(reply: FastifyReply): number | undefined {
  const length = reply.getHeader("content-length");
  return length === undefined ? undefined : Number(length);
}

function outcomeOf({ status, refused, operation }: AccessEntry): {
  error?: string;
  attributes: Record<string, string | number>;
} {
  return {
    ...(status >= 500 ? { error: refused ?? String(status) } : {}),
    attributes: {
      "http.response.status_code": status,
      ...(operation ? { "gongjian.operation.hash": operation.hash } : {}),
      ...(operation?.name == null ? {} : { "graphql.operation.name": operation.name }),
    },
  };
}

import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Registry } from "prom-client";
import type { MetricsAccess } from "./metrics-access.ts";

/** Serves `GET /metrics` for Prometheus. It checks access itself and is not for other authentication to check. */
export function serveMetrics(
  app: FastifyInstance,
  text: () => Promise<string>,
  { token }: MetricsAccess,
): void {
  app.get("/metrics", { exposeHeadRoute: false }, async (request, reply) => {
    const isAllowed = token === null ? isFromHere(request) : hasToken(request, token);
    if (!isAllowed) return refuse(reply);
    return reply.header("content-type", Registry.PROMETHEUS_CONTENT_TYPE).send(await text());
  });
}

function refuse(reply: FastifyReply): FastifyReply {
  return reply
    .status(401)
    .header("www-authenticate", 'Bearer realm="metrics"')
    .send({ code: "UNAUTHENTICATED", message: "指标只对本机开放，或凭 METRICS_TOKEN 读取。" });
}

const LOOPBACK = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);
const FORWARDED = ["forwarded", "via", "x-forwarded-for", "x-real-ip"];

/** The bare connection counts: what a proxy on this machine passes on is not from here. */
function isFromHere({ raw: { socket }, headers }: FastifyRequest): boolean {
  return LOOPBACK.has(socket.remoteAddress ?? "") && FORWARDED.every((name) => headers[name] === undefined);
}

function hasToken({ headers: { authorization = "" } }: FastifyRequest, token: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(authorization), digest(`Bearer ${token}`));
}

import { createHash } from "node:crypto";
import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from "@apollo/server/plugin/disabled";
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from "@as-integrations/fastify";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { z } from "zod";
import type { DataSource } from "typeorm";
import type { Clock } from "../clock.ts";
import { eventEnvelope, type EventEnvelope } from "../contracts/events.ts";
import { applyEvents } from "../events/inbox.ts";
import { registerListRoutes } from "../import/http.ts";
import { registerTemplateRoutes } from "../import/template/template-routes.ts";
import type { ImportRunner } from "../import/running/import-job.ts";
import { runHere } from "../import/running/run-here.ts";
import type { Logger } from "../log.ts";
import { NonceMemory, verifyRequest, type SigningKeys } from "../signature.ts";
import { isStorableJson, StorableTextRule, UNSTORABLE } from "../storable-text.ts";
import {
  graphqlObserver,
  observeSubgraph,
  withTrace,
  type SubgraphTelemetry,
} from "../telemetry/observe-subgraph.ts";
import type { SubgraphMetrics } from "../telemetry/subgraph-metrics.ts";
import { isService, type Viewer } from "../viewer.ts";
import type { RequestScope, SubgraphDefinition } from "./define-subgraph.ts";
import { formatErrorWith } from "./format-error.ts";
import { registerListAccess } from "./list-access.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Set by the signature check; null only on the open health routes. */
    viewer: Viewer | null;
    /** The body's SHA-256 as the caller signed it. */
    signedBodyHash: string;
  }
}

export interface SubgraphServerOptions {
  readonly definition: SubgraphDefinition;
  readonly db: DataSource;
  readonly keys: SigningKeys;
  readonly clock: Clock;
  readonly log: Logger;
  /** Where lists are imported; default: in this thread. */
  readonly imports?: ImportRunner;
  /** Default: metrics for this machine only, without jobs; no traces. */
  readonly telemetry?: SubgraphTelemetry;
}

const BODY_LIMIT = 4 * 1024 * 1024;
const MAX_EVENTS = 1_000;
const eventBatch = z.object({ events: z.array(eventEnvelope).max(MAX_EVENTS) });

/** Builds a subgraph's HTTP server. It answers signed calls only, health checks from this machine apart. */
export async function buildSubgraphServer(options: SubgraphServerOptions): Promise<FastifyInstance> {
  const { definition, db, clock, log, telemetry } = options;
  const app = Fastify({ logger: false, bodyLimit: BODY_LIMIT, requestTimeout: 60_000 });
  refuseUnsigned(app, options);
  const metrics = observeSubgraph(app, telemetry);
  readSignedJson(app);
  answerErrors(app, log);

  app.get("/healthz", () => ({ status: "ok" }));
  app.get("/readyz", async (_request, reply) => {
    const ready = await db.query("select 1").then(
      () => true,
      () => false,
    );
    return reply.status(ready ? 200 : 503).send({ status: ready ? "ok" : "database unreachable" });
  });

  app.post("/events", async (request) => {
    if (!isService(viewerOf(request))) throw new RequestRefused(403, "FORBIDDEN", "事件只由子图递送。");
    const { events } = eventBatch.parse(request.body);
    const failed = await applyEvents(
      db,
      definition.eventHandlers ?? {},
      events as unknown as EventEnvelope[],
      (event, error) => {
        log.error({ err: error, event: event.id, type: event.type }, "event could not be applied");
      },
    );
    return { failed };
  });

  const scopeOf = (request: FastifyRequest): RequestScope => ({ db, clock, log, viewer: viewerOf(request) });
  for (const route of definition.routes ?? []) {
    app.post(route.path, async (request, reply) =>
      reply.send(await route.handle(scopeOf(request), request.body)),
    );
  }
  const runner = options.imports ?? runHere({ lists: definition.lists ?? [], db, clock });
  registerListRoutes(app, { runner, log });
  registerListAccess(app, definition.listAccess, scopeOf, log);
  registerTemplateRoutes(app, definition.lists ?? []);
  await serveGraphql(app, options, scopeOf, metrics);
  return app;
}

async function serveGraphql(
  app: FastifyInstance,
  { definition, log }: SubgraphServerOptions,
  scopeOf: (request: FastifyRequest) => RequestScope,
  metrics: SubgraphMetrics,
): Promise<void> {
  const apollo = new ApolloServer<object>({
    schema: await definition.buildSchema(),
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    validationRules: [StorableTextRule],
    formatError: formatErrorWith(log),
    plugins: [
      fastifyApolloDrainPlugin(app),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      graphqlObserver(metrics),
    ],
  });
  await apollo.start();
  app.post(
    "/graphql",
    fastifyApolloHandler(apollo, {
      context: (request) =>
        Promise.resolve(withTrace(definition.createContext(scopeOf(request)), request.trace)),
    }),
  );
}

function refuseUnsigned(app: FastifyInstance, { keys, log }: SubgraphServerOptions): void {
  const nonces = new NonceMemory();
  app.decorateRequest("viewer", null);
  app.decorateRequest("signedBodyHash", "");
  app.addHook("onRequest", async (request, reply) => {
    if (isOpen(request)) return;
    const { method, url: path, headers } = request;
    const verdict = verifyRequest(keys, nonces, { method, path, headers });
    if ("refused" in verdict) {
      log.warn({ refused: verdict.refused, method, path: path.split("?")[0] }, "unsigned call refused");
      return refuse(reply, 401, "UNSIGNED_CALL", "子图只接受网关签名的调用。");
    }
    request.viewer = verdict.viewer;
    request.signedBodyHash = verdict.bodyHash;
  });
}

function isOpen({ method, url, ip }: FastifyRequest): boolean {
  // The metrics see to it themselves who may read them.
  if (method === "GET" && url === "/metrics") return true;
  const isHealth = method === "GET" && (url === "/healthz" || url === "/readyz");
  return isHealth && (ip === "127.0.0.1" || ip === "::1" || ip === "::ffff:127.0.0.1");
}

/** Parses a JSON body after its hash is seen to be the one that was signed. */
function readSignedJson(app: FastifyInstance): void {
  // Whatever else a body calls itself, nobody would compare it with its signature.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body: Buffer, done) => {
    const hash = createHash("sha256").update(body).digest("hex");
    if (hash !== request.signedBodyHash) {
      done(new RequestRefused(401, "BODY_CHANGED", "请求体与签名不符。"));
      return;
    }
    try {
      const json = body.toString("utf8");
      if (isStorableJson(json)) done(null, JSON.parse(json));
      else done(new RequestRefused(400, "UNSTORABLE_TEXT", UNSTORABLE));
    } catch {
      done(new RequestRefused(400, "BAD_JSON", "请求体不是有效的 JSON。"));
    }
  });
}

/** A refusal of a whole HTTP request with a code and a Chinese message. */
export class RequestRefused extends Error {
  constructor(
    readonly statusCode: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

function answerErrors(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof RequestRefused) return refuse(reply, error.statusCode, error.code, error.message);
    // A host that is none comes to light only where somebody makes an address of it.
    const isMalformed =
      error instanceof z.ZodError || (error as NodeJS.ErrnoException).code === "ERR_INVALID_URL";
    const statusCode = isMalformed ? 400 : (error as { statusCode?: number }).statusCode;
    if (statusCode !== undefined && statusCode < 500) {
      return refuse(reply, statusCode, statusCode === 413 ? "BODY_TOO_LARGE" : "BAD_REQUEST", "请求不合规。");
    }
    log.error({ err: error, path: request.url.split("?")[0] }, "request failed");
    return refuse(reply, 500, "INTERNAL_SERVER_ERROR", "系统内部错误。");
  });
}

function refuse(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.status(status).send({ code, message });
}

function viewerOf({ viewer }: FastifyRequest): Viewer {
  if (!viewer) throw new Error("A route was reached without a viewer.");
  return viewer;
}

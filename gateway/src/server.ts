import { SUBGRAPHS, type SubgraphName } from "@gongjian/shared/contracts/lists";
import { newId } from "@gongjian/shared/id";
import type { Logger } from "@gongjian/shared/log";
import Fastify, { type FastifyInstance } from "fastify";
import { ApiKeyVerifier } from "./authentication/api-key-verifier.ts";
import { Authenticator } from "./authentication/authenticator.ts";
import { lookUpApiKeyAt } from "./authentication/look-up-api-key.ts";
import { TokenVerifier } from "./authentication/token-verifier.ts";
import { answerErrors, answerUnreadable } from "./answer-errors.ts";
import { drain } from "./drain.ts";
import type { GatewaySettings } from "./environment.ts";
import { serveFrontPage } from "./front-page.ts";
import { serveGraphql } from "./graphql-endpoint.ts";
import { Health, serveHealth } from "./health.ts";
import { listSizesOf } from "./limits/list-sizes.ts";
import { OPEN_LIST_ROUTES, serveLists } from "./lists.ts";
import { SubgraphClient } from "./subgraph-client.ts";
import { createGateway } from "./supergraph-gateway.ts";

export interface GatewayServerOptions {
  readonly settings: GatewaySettings;
  readonly supergraphSdl: string;
  readonly log: Logger;
}

export interface GatewayServer {
  readonly app: FastifyInstance;
  /** The launcher's first load is published: from now on the platform may call itself ready. */
  firstLoadIsDone(): void;
  /** Answers what is running, turns idle connections away, and ends. */
  stop(): Promise<void>;
}

/** Builds the gateway's HTTP server. Subgraphs need not be up. */
export async function buildGatewayServer(options: GatewayServerOptions): Promise<GatewayServer> {
  const { settings, supergraphSdl, log } = options;
  const subgraphs = clientsOf(settings);
  const app = createApp(log, settings);
  let isStopping = false;

  app.addHook("onSend", async (_request, reply) => {
    if (isStopping) reply.header("connection", "close");
  });
  authenticate(app, settings, subgraphs);
  const health = new Health(subgraphs, !settings.awaitFirstLoad);
  serveHealth(app, health, () => isStopping);
  serveFrontPage(app);
  await serveLists(app, { subgraphs, spoolFolder: settings.spoolFolder });
  const engine = createGateway({ supergraphSdl, subgraphs, log });
  const stopGraphql = await serveGraphql(app, engine, listSizesOf(supergraphSdl), log);

  return {
    app,
    firstLoadIsDone: () => {
      health.firstLoadIsDone();
    },
    stop: async () => {
      isStopping = true;
      await drain(app);
      await stopGraphql();
      await Promise.all(SUBGRAPHS.map((name) => subgraphs[name].close()));
    },
  };
}

function createApp(log: Logger, { trustedProxies }: GatewaySettings): FastifyInstance {
  const app = Fastify({
    logger: false,
    // Otherwise everybody behind the proxy would count as one caller, or anybody could name an address.
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    genReqId: ({ headers }) => ownRequestId(headers["x-request-id"]) ?? newId(),
    // The largest list over a slow line.
    requestTimeout: 10 * 60_000,
    forceCloseConnections: "idle",
    clientErrorHandler: answerUnreadable,
    http: { headersTimeout: 10_000 },
    routerOptions: { maxParamLength: 100 },
  });
  answerErrors(app, log);
  app.addHook("onRequest", (request, reply, done) => {
    reply.headers({ ...SECURITY_HEADERS, "x-request-id": request.id });
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    const { id, method, caller } = request;
    log.debug(
      {
        requestId: id,
        method,
        path: request.routeOptions.url ?? "unknown",
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        role: caller?.role,
      },
      "answered",
    );
    done();
  });
  return app;
}

const SECURITY_HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** A proxy's id is kept where it looks like one, so that one id leads through all logs. */
function ownRequestId(header: string | string[] | undefined): string | null {
  return typeof header === "string" && /^[\w-]{8,64}$/.test(header) ? header : null;
}

function clientsOf({ addresses, keys }: GatewaySettings): Record<SubgraphName, SubgraphClient> {
  const clients = SUBGRAPHS.map((name) => [name, new SubgraphClient(name, addresses[name], keys)]);
  return Object.fromEntries(clients) as Record<SubgraphName, SubgraphClient>;
}

const OPEN_ROUTES = new Set(["/", "/healthz", "/readyz", ...OPEN_LIST_ROUTES]);

/** Every route but the open ones needs a viewer, before a byte of the body is read. */
function authenticate(
  app: FastifyInstance,
  { issuer, anonymous }: GatewaySettings,
  { organisations }: Record<SubgraphName, SubgraphClient>,
): void {
  const authenticator = new Authenticator({
    tokens: issuer && new TokenVerifier(issuer),
    apiKeys: new ApiKeyVerifier(lookUpApiKeyAt(organisations)),
    anonymous,
  });
  app.decorateRequest("caller", null);
  app.addHook("onRequest", async (request) => {
    const { url } = request.routeOptions;
    if (url === undefined || OPEN_ROUTES.has(url)) return;
    request.caller = await authenticator.viewerOf(request.headers);
  });
}

import cluster from "node:cluster";
import { randomUUID } from "node:crypto";
import { SUBGRAPHS, type SubgraphName } from "@gongjian/shared/contracts/lists";
import type { Logger } from "@gongjian/shared/log";
import { createLineLog, type WriteLine } from "@gongjian/shared/telemetry/line-log";
import { serveMetrics } from "@gongjian/shared/telemetry/serve-metrics";
import type { Tracing } from "@gongjian/shared/telemetry/tracing";
import type { Viewer } from "@gongjian/shared/viewer";
import Fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { answerErrors, answerUnreadable } from "./answer-errors.ts";
import { ApiKeyVerifier } from "./authentication/api-key-verifier.ts";
import { Authenticator, carriesApiKey } from "./authentication/authenticator.ts";
import { lookUpApiKeyAt } from "./authentication/look-up-api-key.ts";
import { TokenVerifier } from "./authentication/token-verifier.ts";
import { signedTransport } from "./calls/signed-transport.ts";
import { SubgraphClient } from "./calls/subgraph-client.ts";
import { drain } from "./drain.ts";
import type { GatewaySettings } from "./environment.ts";
import { OPEN_EXPLORER_ROUTES } from "./explorer/serve-explorer.ts";
import { serveFrontPage } from "./front-page.ts";
import { serveGraph, type Graph } from "./graphql/serve-graph.ts";
import { Health, serveHealth } from "./health.ts";
import { ClientBudget } from "./limits/client-budget.ts";
import { OPEN_LIST_ROUTES, serveLists } from "./lists.ts";
import { accessLog } from "./observability/access-log.ts";
import { metricsOfAllWorkers } from "./observability/cluster-metrics.ts";
import { GatewayMetrics, type SubgraphState } from "./observability/gateway-metrics.ts";
import { observeRequests } from "./observability/observe-requests.ts";
import { requestIdFrom } from "./observability/outside-ids.ts";
import { Overload } from "./overload/overload.ts";
import { shedRequests } from "./overload/shed-requests.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";

export interface GatewayServerOptions {
  readonly settings: GatewaySettings;
  readonly supergraphSdl: string;
  readonly log: Logger;
  /** Null where traces are off. */
  readonly tracing?: Tracing | null;
  /** Where the access log goes; default: where all logs go. */
  readonly accessLines?: WriteLine;
}

export interface GatewayServer {
  readonly app: FastifyInstance;
  /** The launcher's first load is published: from now on the platform may call itself ready. */
  firstLoadIsDone(): void;
  /** Takes up another supergraph without a request that fails; one that is none is refused and logged. */
  replaceSupergraph(sdl: string): Promise<void>;
  /** Answers what is running, turns idle connections away, and ends. */
  stop(): Promise<void>;
}

/** Builds the gateway's HTTP server. Subgraphs need not be up. */
export async function buildGatewayServer(options: GatewayServerOptions): Promise<GatewayServer> {
  const { settings } = options;
  const metrics = new GatewayMetrics();
  const clients = clientsOf(settings);
  const budget = new ClientBudget(settings.limits, settings.workers);
  const overload = new Overload();
  const app = createApp(options, metrics, overload);
  let isStopping = false;

  app.addHook("onSend", (_request, reply, payload, done) => {
    if (isStopping) reply.header("connection", "close");
    done(null, payload);
  });
  let graph: Graph | null = null;
  app.addHook("onResponse", (request, _reply, done) => {
    const { url = "" } = request.routeOptions;
    // A list that was sent changes what the graph answers.
    if (request.method === "POST" && url.startsWith("/lists/")) graph?.renew();
    done();
  });
  authenticate(app, settings, clients.organisations, budget);
  const health = new Health(clients, !settings.awaitFirstLoad);
  serveHealth(app, health, () => isStopping);
  serveMetrics(app, textOf(metrics), settings.metricsAccess);
  serveFrontPage(app);
  await serveLists(app, { subgraphs: clients, spoolFolder: settings.spoolFolder });
  const served = await graphOf(app, options, {
    metrics,
    clients,
    budget,
    overload,
    isStopping: () => isStopping,
  });
  graph = served;

  return {
    app,
    firstLoadIsDone: () => {
      health.firstLoadIsDone();
    },
    replaceSupergraph: (sdl) => served.replace(sdl),
    stop: async () => {
      isStopping = true;
      await drain(app);
      await served.stop();
    },
  };
}

type Clients = Readonly<Record<SubgraphName, SubgraphClient>>;

interface GraphParts {
  readonly metrics: GatewayMetrics;
  readonly clients: Clients;
  readonly budget: ClientBudget;
  readonly overload: Overload;
  readonly isStopping: () => boolean;
}

function graphOf(
  app: FastifyInstance,
  { settings, supergraphSdl, log }: GatewayServerOptions,
  { clients, ...parts }: GraphParts,
): Promise<Graph> {
  return serveGraph(app, {
    ...settings,
    supergraphSdl,
    transport: signedTransport(clients),
    subgraphStates: () => SUBGRAPHS.map((name) => stateOf(clients[name])),
    ...parts,
    log,
  });
}

function stateOf(client: SubgraphClient): SubgraphState {
  const { breaker, callsInFlight } = client.state();
  return { subgraph: client.name, inFlight: callsInFlight, breaker };
}

/** Several processes answer for all of them, whichever is asked. */
function textOf(metrics: GatewayMetrics): () => Promise<string> {
  return cluster.isWorker ? metricsOfAllWorkers(metrics.registries()) : () => metrics.text();
}

/** So that a flood of them leaves file descriptors for everything else. */
const MOST_CONNECTIONS = 10_000;

function createApp(
  { settings, log, tracing = null, accessLines = createLineLog("gateway") }: GatewayServerOptions,
  metrics: GatewayMetrics,
  overload: Overload,
): FastifyInstance {
  const { trustedProxies, logAccess, keys } = settings;
  const app = Fastify({
    logger: false,
    // Otherwise everybody behind the proxy would count as one caller, or anybody could name an address.
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    genReqId: ({ headers }) => requestIdFrom(headers["x-request-id"]) ?? randomUUID(),
    // The largest list over a slow line.
    requestTimeout: 10 * 60_000,
    forceCloseConnections: "idle",
    clientErrorHandler: answerUnreadable,
    http: { headersTimeout: 10_000 },
    routerOptions: { maxParamLength: 100 },
  });
  app.server.maxConnections = MOST_CONNECTIONS;
  answerErrors(app, log);
  shedRequests(app, overload, () => {
    metrics.refused("OVERLOADED");
  });
  const secret = keys[0]?.secret ?? "";
  observeRequests(app, { metrics, tracing, log: accessLog(accessLines, { mode: logAccess, secret }) });
  app.addHook("onRequest", (request, reply, done) => {
    // The graph's answers bring theirs; errors anyway.
    if (request.routeOptions.url !== "/graphql") {
      reply.headers({ ...SECURITY_HEADERS, "x-request-id": request.id });
    }
    done();
  });
  return app;
}

function clientsOf({ addresses, keys }: GatewaySettings): Clients {
  const clients = SUBGRAPHS.map((name) => [name, new SubgraphClient(name, addresses[name], keys)]);
  return Object.fromEntries(clients) as Record<SubgraphName, SubgraphClient>;
}

/** `/metrics` looks itself who may see it. */
const OPEN_ROUTES = new Set([
  "/",
  "/healthz",
  "/readyz",
  "/metrics",
  ...OPEN_LIST_ROUTES,
  ...OPEN_EXPLORER_ROUTES,
]);

/** Every route but the open ones needs a viewer, before a byte of the body is read. */
function authenticate(
  app: FastifyInstance,
  { issuer, anonymous }: GatewaySettings,
  organisations: SubgraphClient,
  budget: ClientBudget,
): void {
  const authenticator = new Authenticator({
    tokens: issuer && new TokenVerifier(issuer),
    apiKeys: new ApiKeyVerifier(lookUpApiKeyAt(organisations)),
    anonymous,
  });
  app.decorateRequest("caller", null);
  const recognise = ({ headers, ip }: FastifyRequest): Viewer | Promise<Viewer> =>
    // Only an API key is looked up elsewhere, so that only wrong ones have to be rare.
    carriesApiKey(headers)
      ? budget.recognise(ip, () => authenticator.viewerOf(headers))
      : authenticator.viewerOf(headers);
  app.addHook("onRequest", (request, _reply, done) => {
    const { url } = request.routeOptions;
    if (url === undefined || OPEN_ROUTES.has(url)) {
      done();
      return;
    }
    const accept = (viewer: Viewer): void => {
      budget.assertNotSpent(viewer, request.ip);
      request.caller = viewer;
      done();
    };
    const found = recognise(request);
    // What is known at once is not waited for: every turn of the loop counts on the way of each request.
    if (found instanceof Promise) found.then(accept).catch(done);
    else accept(found);
  });
}

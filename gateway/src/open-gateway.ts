import type { AddressInfo } from "node:net";
import { createLogger, type Logger } from "@gongjian/shared/log";
import { stopOnSignal } from "@gongjian/shared/subgraph/stop-on-signal";
import type { Viewer } from "@gongjian/shared/viewer";
import Fastify, { type FastifyInstance } from "fastify";
import { answerErrors, answerUnreadable } from "./answer-errors.ts";
import { openTransport } from "./calls/open-transport.ts";
import { drain } from "./drain.ts";
import { graphAddresses } from "./calls/graph-addresses.ts";
import { serveGraph } from "./graphql/serve-graph.ts";
import { readLimits } from "./limits/limits.ts";
import { GatewayMetrics } from "./observability/gateway-metrics.ts";
import { observeRequests } from "./observability/observe-requests.ts";
import {
  OPEN_GATEWAY_USAGE,
  readOpenGatewayOptions,
  type OpenGatewayOptions,
} from "./open-gateway-options.ts";
import { Overload } from "./overload/overload.ts";
import { SupergraphFile } from "./supergraph-file.ts";

/** Everybody is this one; subgraphs are told of nobody. */
const ANYBODY: Viewer = { role: "DASHBOARD", subject: "anybody", unitId: null, areaCode: null };

/** Serves another's supergraph with the same engine and limits, to everybody. */
async function serveOpen(options: OpenGatewayOptions, log: Logger): Promise<void> {
  const file = new SupergraphFile(options.supergraph, log);
  const transport = openTransport();
  transport.reach(graphAddresses(file.current));
  const metrics = new GatewayMetrics();
  const app = createApp(metrics, log);
  let isStopping = false;
  const graph = await serveGraph(app, {
    supergraphSdl: file.current,
    engine: options.engine,
    planner: options.planner,
    limits: readLimits(process.env.GONGJIAN_LIMITS),
    explorer: true,
    transport,
    subgraphStates: () => [],
    budget: null,
    overload: new Overload(),
    isStopping: () => isStopping,
    beforeSwitch: (sdl) => {
      transport.reach(graphAddresses(sdl));
    },
    metrics,
    log,
  });
  file.onChange((sdl) => graph.replace(sdl));
  stopOnSignal(log, async () => {
    isStopping = true;
    file.close();
    await drain(app);
    await graph.stop();
  });
  await app.listen({ port: options.port, host: options.host });
  const { port } = app.server.address() as AddressInfo;
  log.info({ port, address: `http://${options.host}:${port}/graphql` }, "ready");
}

function createApp(metrics: GatewayMetrics, log: Logger): FastifyInstance {
  const app = Fastify({
    logger: false,
    clientErrorHandler: answerUnreadable,
    requestTimeout: 30_000,
    http: { headersTimeout: 10_000 },
  });
  answerErrors(app, log);
  observeRequests(app, { metrics, tracing: null, log: () => undefined });
  app.decorateRequest("caller", null);
  app.addHook("onRequest", (request, _reply, done) => {
    request.caller = ANYBODY;
    done();
  });
  app.get("/healthz", () => ({ status: "ok" }));
  return app;
}

async function main(): Promise<void> {
  const options = readOpenGatewayOptions(process.argv.slice(2));
  if (options.help) console.log(OPEN_GATEWAY_USAGE);
  else await serveOpen(options, createLogger("gateway", process.env.LOG_LEVEL ?? "info"));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

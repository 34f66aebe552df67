import cluster from "node:cluster";
import { createLogger, type Logger } from "@gongjian/shared/log";
import { stopOnSignal } from "@gongjian/shared/subgraph/stop-on-signal";
import { startTracing } from "@gongjian/shared/telemetry/tracing";
import { startBeating } from "@gongjian/shared/watchdog/beating";
import { type GatewaySettings, readGatewayEnvironment } from "./environment.ts";
import { addUpMetricsOfWorkers } from "./observability/cluster-metrics.ts";
import { buildGatewayServer } from "./server.ts";
import { SupergraphFile } from "./supergraph-file.ts";
import { isLoaded } from "./workers/loaded.ts";
import { readProcessSettings } from "./workers/process-settings.ts";
import { onReloadSignal } from "./workers/reload-signal.ts";
import { superviseWorkers } from "./workers/supervise-workers.ts";

/** Runs the gateway until it is told to stop: in this process, or in several that this one supervises. */
async function main(): Promise<void> {
  const settings = readGatewayEnvironment();
  const { workers, supergraphPath } = readProcessSettings(process.env);
  const log = createLogger("gateway", settings.logLevel);
  if (cluster.isPrimary && workers > 1) {
    addUpMetricsOfWorkers();
    superviseWorkers(workers, log);
  } else {
    await serve(settings, new SupergraphFile(supergraphPath, log), log);
  }
}

/** Connections that wait to be taken; beyond them a caller waits a second for the next try. */
const BACKLOG = 4_096;

async function serve(settings: GatewaySettings, supergraph: SupergraphFile, log: Logger): Promise<void> {
  const tracing = await startTracing("gateway", log);
  const gateway = await buildGatewayServer({ settings, supergraphSdl: supergraph.current, log, tracing });
  process.on("message", (message) => {
    if (isLoaded(message)) gateway.firstLoadIsDone();
  });
  supergraph.onChange((sdl) => gateway.replaceSupergraph(sdl));
  onReloadSignal(() => {
    supergraph.reread();
  });
  stopOnSignal(log, async () => {
    supergraph.close();
    await gateway.stop();
    await tracing?.stop();
  });
  await gateway.app.listen({ port: settings.port, host: settings.host, backlog: BACKLOG });
  log.info({ port: settings.port }, "ready");
  startBeating();
}

void main();

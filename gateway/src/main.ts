import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createLogger } from "@gongjian/shared/log";
import { stopOnSignal } from "@gongjian/shared/subgraph/stop-on-signal";
import { readGatewayEnvironment } from "./environment.ts";
import { buildGatewayServer } from "./server.ts";

/** Runs the gateway as a process of its own until it is told to stop. */
async function main(): Promise<void> {
  const settings = readGatewayEnvironment();
  const log = createLogger("gateway", settings.logLevel);
  const supergraphSdl = readFileSync(join(__dirname, "..", "supergraph.graphql"), "utf8");

  const gateway = await buildGatewayServer({ settings, supergraphSdl, log });
  process.on("message", (message) => {
    if (isLoaded(message)) gateway.firstLoadIsDone();
  });
  stopOnSignal(log, () => gateway.stop());
  await gateway.app.listen({ port: settings.port, host: settings.host });
  log.info({ port: settings.port }, "ready");
}

/** What the launcher sends when the sample lists are published. */
function isLoaded(message: unknown): boolean {
  return typeof message === "object" && message !== null && "type" in message && message.type === "loaded";
}

void main();

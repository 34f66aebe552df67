/** Our gateway in one process as it ships: tokens are verified, calls are signed, all limits hold. */
import { readFileSync } from "node:fs";
import { createLogger } from "@gongjian/shared/log";
import { readGatewayEnvironment } from "../../gateway/src/environment.ts";
import { buildGatewayServer } from "../../gateway/src/server.ts";

async function main(): Promise<void> {
  // The issuer of the bench is one of development; everything else runs as in production.
  const settings = readGatewayEnvironment({ ...process.env, NODE_ENV: "development" });
  const supergraphSdl = readFileSync(process.env.SUPERGRAPH ?? "", "utf8");
  const log = createLogger("gateway", settings.logLevel);
  const { app } = await buildGatewayServer({ settings, supergraphSdl, log });
  await app.listen({ port: settings.port, host: settings.host });
  process.once("SIGTERM", () => process.exit());
}

void main();

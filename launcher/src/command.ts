import { readRuntime } from "./data-folder.ts";
import { LauncherError } from "./launcher-error.ts";
import { DEFAULT_PORT } from "./running/ports.ts";
import { readSecrets, type Secrets } from "./secrets.ts";

/** The gateway that a command beside the platform talks to: the port given, else the one that runs on the data. */
export function gatewayUrl({ port, data }: { port: number | null; data: string }): string {
  return `http://127.0.0.1:${port ?? readRuntime(data)?.port ?? DEFAULT_PORT}`;
}

export function requireSecrets(dataFolder: string): Secrets {
  const secrets = readSecrets(dataFolder);
  if (secrets !== null) return secrets;
  throw new LauncherError(
    `数据目录 ${dataFolder} 还没有启动过，请先运行 npm start。`,
    `The data folder ${dataFolder} was never started. Run npm start first.`,
  );
}

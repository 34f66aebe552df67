import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { createKeys } from "@gongjian/gateway/testing/start-gateway";
import { smallSupergraph } from "@gongjian/gateway/testing/small-supergraph";
import { createTestIssuer, type TestIssuer } from "@gongjian/gateway/testing/tokens";
import { freePort } from "./free-port.ts";

const PROJECT = join(__dirname, "..", "..", "..");
const MAIN = join(PROJECT, "gateway", "dist", "main.js");
const PATIENCE_MS = 30_000;
/** Nobody listens here. */
const NOWHERE = "http://127.0.0.1:9";
/** Stands in for code that never comes back: the guards before it are off. */
const BLOCKED_BY_SIGUSR2 = `data:text/javascript,process.on("SIGUSR2",()=>{for(;;);})`;

interface LogLine {
  readonly msg?: string;
  readonly workerPid?: number;
}

/** The gateway as it runs in production: built code in processes of its own. */
export interface GatewayProcess {
  readonly pid: number;
  readonly url: string;
  readonly supergraphPath: string;
  /** Processes that have said that they are ready, the newest last. */
  readonly workerPids: readonly number[];
  token(): Promise<string>;
  /** Sends a message as the launcher does. */
  tell(message: object): void;
  signal(signal: NodeJS.Signals): void;
  /** @returns the exit code, null after a signal */
  ended(): Promise<number | null>;
  hasLogged(text: string): boolean;
  timesLogged(text: string): number;
  stop(): Promise<void>;
}

export interface GatewayProcessOptions {
  readonly keys?: ReturnType<typeof createKeys>;
  /** Whose tokens it takes; default: one of its own. */
  readonly issuer?: TestIssuer;
  readonly env?: NodeJS.ProcessEnv;
  readonly supergraphSdl?: string;
  /** Default: a free one. */
  readonly port?: number;
  readonly flags?: readonly string[];
}

let isBuilt = false;
const running = new Set<ChildProcess>();

/** Starts the gateway; it is ready when the promise is fulfilled. A worker that gets SIGUSR2 hangs for good. */
export async function startGatewayProcess(options: GatewayProcessOptions = {}): Promise<GatewayProcess> {
  const gateway = await spawnGateway(options);
  await until(() => gateway.hasLogged("ready"), gateway);
  return gateway;
}

/** As {@link startGatewayProcess}, without waiting until it is ready. */
export async function spawnGateway(options: GatewayProcessOptions): Promise<GatewayProcess> {
  build();
  const issuer = options.issuer ?? (await createTestIssuer());
  const port = options.port ?? (await freePort());
  const folder = mkdtempSync(join(tmpdir(), "gongjian-gateway-"));
  const supergraphPath = join(folder, "supergraph.graphql");
  writeFileSync(supergraphPath, options.supergraphSdl ?? smallSupergraph());
  const flags = ["--import", BLOCKED_BY_SIGUSR2, ...(options.flags ?? [])];
  const child = spawn(process.execPath, [...flags, MAIN], {
    env: {
      ...process.env,
      PORT: String(port),
      LOG_LEVEL: "info",
      INTERNAL_KEYS: JSON.stringify(options.keys ?? createKeys()),
      DEV_ISSUER_JWKS: JSON.stringify(issuer.jwks),
      GONGJIAN_SUPERGRAPH: supergraphPath,
      ORGANISATIONS_URL: NOWHERE,
      RESOURCES_URL: NOWHERE,
      VOLUNTEERS_URL: NOWHERE,
      MERCHANTS_URL: NOWHERE,
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  running.add(child);
  const lines = linesOf(child);
  const timesLogged = (text: string): number =>
    lines.filter(({ msg }) => msg?.includes(text) === true).length;
  const ended = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => {
      running.delete(child);
      rmSync(folder, { recursive: true, force: true });
      resolve(code);
    });
  });
  return {
    pid: child.pid ?? 0,
    url: `http://127.0.0.1:${port}`,
    supergraphPath,
    get workerPids() {
      return lines.flatMap(({ workerPid }) => workerPid ?? []);
    },
    token: () => issuer.token(),
    tell: (message) => void child.send(message),
    signal: (signal) => void child.kill(signal),
    ended: () => ended,
    hasLogged: (text) => timesLogged(text) > 0,
    timesLogged,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** Ends what a test that failed left behind. */
export function killGateways(): void {
  for (const child of running) child.kill("SIGKILL");
}

/** Waits until it holds. @throws when it does not in time, or the gateway is gone */
export async function until(
  holds: () => boolean | Promise<boolean>,
  gateway?: GatewayProcess,
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    if (await holds()) return;
    if (gateway && !isAlive(gateway.pid)) throw new Error("The gateway has ended.");
    await sleep(25);
  }
  throw new Error("It did not come to pass.");
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** What its log says; what is no log line is an error that nobody caught. */
function linesOf(child: ChildProcess): LogLine[] {
  const lines: LogLine[] = [];
  for (const input of [child.stdout, child.stderr]) {
    if (!input) continue;
    createInterface({ input }).on("line", (line) => {
      lines.push(line.startsWith("{") ? (JSON.parse(line) as LogLine) : { msg: line });
    });
  }
  return lines;
}

// Takes a second when there is nothing to build. Whether the types are right is another check's affair.
function build(): void {
  if (isBuilt) return;
  spawnSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-b", "gateway"], { cwd: PROJECT });
  isBuilt = true;
}

import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { commandOf, identityOf, isRunning, type ProcessIdentity } from "../process-identity.ts";
import { serverEnvironment } from "./cluster.ts";
import { type Placement } from "./placement.ts";

const READY_TIMEOUT_MS = 60_000;
const FAST_STOP_MS = 15_000;
const IMMEDIATE_STOP_MS = 5_000;
const LOG_LINES_KEPT = 20;

export interface ServerSettings {
  readonly port: number;
  readonly durable: boolean;
  readonly maxConnections: number;
}

/** A running server process: `exited` settles when it is gone, for whatever reason. */
export interface Postmaster {
  readonly exited: Promise<void>;
  stop(): Promise<void>;
  /** Ends it at once, without waiting; the next start recovers. */
  kill(): void;
}

/** The server ended before it was ready; `log` holds what it said. */
export class StartFailure extends Error {
  constructor(readonly log: string) {
    super(`PostgreSQL did not start: ${log}`);
  }
}

/** Starts the server and waits until it takes connections. */
export async function startPostmaster(
  placement: Placement,
  settings: ServerSettings,
  log: (line: string) => void,
): Promise<Postmaster> {
  // A group of its own: Ctrl-C on the terminal reaches only the launcher, which stops things in order.
  const postgres = spawn(join(placement.native, "bin", "postgres"), parameters(placement, settings), {
    ...placement.user,
    cwd: placement.cluster,
    env: serverEnvironment(),
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const lines = keepLines(postgres, log);
  const exited = new Promise<void>((resolve) => {
    postgres.once("close", () => {
      resolve();
    });
    postgres.once("error", (error) => {
      lines.push(error.message);
      resolve();
    });
  });
  const { pid } = postgres;
  const guard = pid === undefined ? null : guardAgainstLoss(pid, placement);
  void exited.then(() => guard?.kill("SIGKILL"));
  if (!(await isReady(placement, pid ?? 0, exited))) throw new StartFailure(lines.join("\n"));
  const identity = identityOf(pid ?? 0);
  return {
    exited,
    stop: () => stopProcess(identity, exited),
    kill: () => {
      if (identity !== null && isRunning(identity)) process.kill(identity.pid, "SIGQUIT");
    },
  };
}

/** Stops a server that a killed launcher left running on this cluster, and forgets a pid that is not a server. */
export async function stopLeftover(cluster: string): Promise<void> {
  const pid = Number(readPidFile(cluster)[0]);
  if (!(pid > 0)) return;
  const identity = identityOf(pid);
  // The pid file of a dead server is left for the server: it checks with it for surviving back ends.
  if (identity === null) return;
  if (commandOf(pid)?.includes(cluster) === true) await stopProcess(identity, gone(identity));
  // The number was given to a stranger since, and the server would take it for itself and refuse to start.
  else rmSync(join(cluster, "postmaster.pid"), { force: true });
}

function parameters(placement: Placement, settings: ServerSettings): string[] {
  const values: Record<string, string | number> = {
    listen_addresses: "127.0.0.1",
    port: settings.port,
    unix_socket_directories: "",
    max_connections: settings.maxConnections,
    shared_buffers: "48MB",
    huge_pages: "off",
    // Reads in the back end itself saves three worker processes.
    io_method: "sync",
    autovacuum_max_workers: 2,
    max_worker_processes: 4,
    // Nothing replicates from here, so the log need not carry what a replica would ask for.
    wal_level: "minimal",
    max_wal_senders: 0,
    min_wal_size: "32MB",
    max_wal_size: "512MB",
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    log_statement: "none",
    log_min_messages: "warning",
    log_checkpoints: "off",
    // Statements and details would carry what people wrote; the subgraphs log their own errors.
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    ...(settings.durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  const options = Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return ["-D", placement.cluster, ...options];
}

function keepLines(postgres: ChildProcess, log: (line: string) => void): string[] {
  const lines: string[] = [];
  postgres.stderr?.setEncoding("utf8").on("data", (text: string) => {
    for (const line of text.split("\n").filter((part) => part.trim() !== "")) {
      lines.push(line);
      if (lines.length > LOG_LINES_KEPT) lines.shift();
      log(line);
    }
  });
  return lines;
}

/**
 * A killed launcher cannot stop its server. This shell holds a pipe to the launcher, which closes when
 * the launcher ends however it ends, and then asks the server to stop. It costs under a megabyte.
 */
function guardAgainstLoss(pid: number, placement: Placement): ChildProcess {
  const guard = spawn("/bin/sh", ["-c", 'read -r _; kill -INT "$0"', String(pid)], {
    ...placement.user,
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.unref();
  return guard;
}

// The server writes its state on the eighth line; `pg_ctl -w` waits in the same way.
async function isReady(placement: Placement, pid: number, exited: Promise<void>): Promise<boolean> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  do {
    const lines = readPidFile(placement.cluster);
    if (Number(lines[0]) === pid && lines[7]?.trim() === "ready") return true;
  } while (Date.now() < deadline && !(await settlesWithin(exited, 10)));
  await stopProcess(identityOf(pid), exited);
  return false;
}

// Fast shutdown, then immediate, then by force: PostgreSQL recovers from each.
async function stopProcess(identity: ProcessIdentity | null, exited: Promise<void>): Promise<void> {
  if (identity === null) return;
  for (const [signal, patience] of [
    ["SIGINT", FAST_STOP_MS],
    ["SIGQUIT", IMMEDIATE_STOP_MS],
    ["SIGKILL", IMMEDIATE_STOP_MS],
  ] as const) {
    if (!isRunning(identity)) return;
    process.kill(identity.pid, signal);
    if (await settlesWithin(exited, patience)) return;
  }
}

async function settlesWithin(promise: Promise<void>, patience: number): Promise<boolean> {
  const timer = new AbortController();
  const late = sleep(patience, false, { signal: timer.signal }).catch(() => false);
  const settled = await Promise.race([promise.then(() => true), late]);
  timer.abort();
  return settled;
}

// A process that is no child of ours can only be watched.
async function gone(identity: ProcessIdentity): Promise<void> {
  while (isRunning(identity)) await sleep(20);
}

function readPidFile(cluster: string): string[] {
  try {
    return readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return [];
  }
}

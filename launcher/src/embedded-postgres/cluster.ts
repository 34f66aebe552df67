import { spawn } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Placement } from "./placement.ts";

export const SUPERUSER = "postgres";
const DRAFT = ".new";

/**
 * Creates the cluster unless it is there. It gets its name only when it is complete, so that a creation
 * that was cut off is done again.
 */
export async function createCluster(
  placement: Placement,
  password: string,
  { durable, signal }: { durable: boolean; signal?: AbortSignal | undefined },
): Promise<void> {
  if (existsSync(placement.cluster)) return;
  removeDrafts(placement);
  // Another name each time: what a killed launcher began may still be writing to its own.
  const draft = `${placement.cluster}${DRAFT}.${process.pid}`;
  const passwordFile = `${draft}.password`;
  try {
    mkdirSync(draft, { mode: 0o700 });
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (placement.user !== null) {
      chownSync(draft, placement.user.uid, placement.user.gid);
      chownSync(passwordFile, placement.user.uid, placement.user.gid);
    }
    await initdb(placement, draft, [`--pwfile=${passwordFile}`, ...(durable ? [] : ["--no-sync"])], signal);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, placement.cluster);
}

function removeDrafts({ folder, cluster }: Placement): void {
  const drafts = readdirSync(folder).filter((name) => name.startsWith(`${basename(cluster)}${DRAFT}`));
  for (const name of drafts) rmSync(join(folder, name), { recursive: true, force: true });
}

function initdb(
  placement: Placement,
  draft: string,
  options: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  const parameters = [
    `--pgdata=${draft}`,
    "--encoding=UTF8",
    "--locale=C",
    "--auth=scram-sha-256",
    `--username=${SUPERUSER}`,
    "--no-instructions",
    ...options,
  ];
  // Out of reach of Ctrl-C: the servers that initdb runs would die of it without tidying up.
  const child = spawn(join(placement.native, "bin", "initdb"), parameters, {
    ...placement.user,
    cwd: draft,
    env: serverEnvironment(),
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const abort = (): void => void child.kill("SIGTERM");
  signal?.addEventListener("abort", abort, { once: true });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      signal?.removeEventListener("abort", abort);
      if (code === 0) resolve();
      else reject(new Error(`initdb ended with ${code ?? "a signal"}: ${errors.trim()}`));
    });
  });
}

/** Nothing of ours reaches the server: variables such as PGDATA, PGPORT or LANG would change what it does. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };
}

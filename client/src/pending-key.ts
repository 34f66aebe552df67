import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const KEPT_MS = 24 * 60 * 60 * 1000;

/**
 * The idempotency key of a run. It is random and kept until an answer came, so that a command that broke off
 * and is given again repeats the same sending, while a later one is a sending of its own.
 */
export interface PendingKey {
  readonly key: string;
  /** An earlier run with the same file and options got no answer. */
  readonly isResumed: boolean;
  /** The answer has come. */
  settle(): void;
}

/** @param run everything that makes this sending what it is; only its hash is kept */
export function pendingKey(run: readonly unknown[], env: NodeJS.ProcessEnv): PendingKey {
  const folder = join(stateFolder(env), "pending");
  const path = join(folder, createHash("sha256").update(JSON.stringify(run)).digest("hex"));
  const earlier = read(path);
  const key = earlier ?? randomUUID();
  if (earlier === null) write(folder, path, key);
  return {
    key,
    isResumed: earlier !== null,
    settle: () => {
      rmSync(path, { force: true });
    },
  };
}

function stateFolder(env: NodeJS.ProcessEnv): string {
  if (env.GONGJIAN_STATE) return env.GONGJIAN_STATE;
  if (process.platform === "win32" && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, "gongjian");
  return join(env.XDG_STATE_HOME ?? join(homedir(), ".local", "state"), "gongjian");
}

function read(path: string): string | null {
  try {
    const key = readFileSync(path, "utf8");
    const isFresh = Date.now() - statSync(path).mtimeMs < KEPT_MS;
    return isFresh && /^[\x21-\x7e]{1,200}$/.test(key) ? key : null;
  } catch {
    return null;
  }
}

/** A folder that cannot be written to costs only the memory across runs. */
function write(folder: string, path: string, key: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(folder)) {
      const old = join(folder, name);
      if (Date.now() - statSync(old).mtimeMs > KEPT_MS) rmSync(old, { force: true });
    }
    writeFileSync(path, key, { mode: 0o600 });
  } catch {
    // Said above.
  }
}

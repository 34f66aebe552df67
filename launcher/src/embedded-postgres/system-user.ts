import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { LauncherError } from "../launcher-error.ts";

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

// `_postgres` is macOS's. No user is made here: adding one is not ours to decide.
const PREFERRED = ["postgres", "_postgres", "nobody"];

/** PostgreSQL refuses to run as root, so root hands it to a system user that exists already. */
export function userForServer(cluster: string): SystemUser | null {
  if (process.getuid?.() !== 0) return null;
  return ownerOf(cluster) ?? unprivilegedUser();
}

/** Whether `user` may pass through every folder down to this one. Asked of the system: modes are not all. */
export function canEnter(user: SystemUser, folder: string): boolean {
  const options = { uid: user.uid, gid: user.gid, cwd: "/", stdio: "ignore" } as const;
  return spawnSync("/bin/sh", ["-c", 'cd "$0"', folder], options).status === 0;
}

// Data once made by an ordinary user stays theirs, also when root starts it.
function ownerOf(cluster: string): SystemUser | null {
  const stats = statSync(cluster, { throwIfNoEntry: false });
  return stats === undefined || stats.uid === 0 ? null : { uid: stats.uid, gid: stats.gid };
}

function unprivilegedUser(): SystemUser {
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  for (const name of PREFERRED) {
    const account = accounts.find((fields) => fields[0] === name);
    // `nobody` is written -2 on macOS.
    if (account) return { uid: Number(account[2]) >>> 0, gid: Number(account[3]) >>> 0 };
  }
  throw new LauncherError(
    "PostgreSQL 不能以 root 运行，而系统里没有 postgres 或 nobody 用户。请换普通用户启动，或设置 DATABASE_URL。",
    "PostgreSQL cannot run as root, and there is neither a postgres nor a nobody user. " +
      "Start as an ordinary user, or set DATABASE_URL.",
  );
}

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process told apart from a later one that was given the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

/** Null when no such process is running. A zombie counts as gone: it holds nothing any more. */
export function identityOf(pid: number): ProcessIdentity | null {
  const startedAt = process.platform === "linux" ? startInLinux(pid) : startByPs(pid);
  return startedAt === null ? null : { pid, startedAt };
}

/** Whether exactly this process is still running. */
export function isRunning(identity: ProcessIdentity): boolean {
  return identityOf(identity.pid)?.startedAt === identity.startedAt;
}

/** Command line of a running process, or null. */
export function commandOf(pid: number): string | null {
  if (process.platform === "linux") {
    return readOrNull(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ") ?? null;
  }
  return ps(pid, "command=");
}

// Ticks since boot mean nothing without the boot they count from: numbers repeat after a restart.
function startInLinux(pid: number): string | null {
  const stat = readOrNull(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The command name may hold spaces and brackets, so fields are counted from the last bracket.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return null;
  const boot = readOrNull("/proc/sys/kernel/random/boot_id")?.trim() ?? "";
  return `${boot}/${fields[19] ?? ""}`;
}

function startByPs(pid: number): string | null {
  const line = ps(pid, "stat=,lstart=");
  if (line === null || line.startsWith("Z")) return null;
  return line.slice(line.indexOf(" ")).trim();
}

function ps(pid: number, columns: string): string | null {
  try {
    const environment = { ...process.env, LC_ALL: "C", TZ: "UTC" };
    const output = execFileSync("ps", ["-ww", "-o", columns, "-p", String(pid)], {
      encoding: "utf8",
      env: environment,
      stdio: ["ignore", "pipe", "ignore"],
    });
    return output.trim() || null;
  } catch {
    return null;
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

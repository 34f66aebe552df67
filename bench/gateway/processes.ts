import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { availableParallelism } from "node:os";
import { descendants, pssOf } from "../platform/process-tree.ts";

/** Of the kernel's accounting; 100 on every Linux of today. */
const TICKS_PER_SECOND = 100;
const STOPPING_MS = 3_000;

/** Whether processes can be kept on one core each, so that a gateway shares its core with nothing of ours. */
export const CAN_PIN = availableParallelism() > 1 && spawnSync("taskset", ["--version"]).status === 0;

/** Keeps this process on a core. */
export function pinMyself(core: number): void {
  if (CAN_PIN) spawnSync("taskset", ["-a", "-cp", String(core), String(process.pid)]);
}

/** Starts a Node process on a core; it has a channel to us. */
export function startNode(core: number, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const command = [process.execPath, ...args];
  const [program = "", ...rest] = CAN_PIN ? ["taskset", "-c", String(core), ...command] : command;
  return spawn(program, rest, { stdio: ["ignore", "ignore", "inherit", "ipc"], env });
}

/** Ends a process; one that does not end in time is ended for it. */
export async function stopNode(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const late = setTimeout(() => child.kill("SIGKILL"), STOPPING_MS);
  child.kill();
  await ended;
  clearTimeout(late);
}

/** CPU time that a process and everything it started have used, user and system, ms. */
export function cpuMs(pid: number): number {
  const ticks = descendants(pid).map((each) => {
    const stat = readFileSync(`/proc/${each}/stat`, "utf8");
    // The name in brackets may hold spaces; utime and stime are the 14th and 15th of all fields.
    const [utime, stime] = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .slice(11, 13);
    return Number(utime) + Number(stime);
  });
  return (sum(ticks) / TICKS_PER_SECOND) * 1000;
}

/** Proportional memory of a process and everything it started, MB. */
export function memoryMb(pid: number): number {
  return sum(descendants(pid).map(pssOf)) / 1024;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

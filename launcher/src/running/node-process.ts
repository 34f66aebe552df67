import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { CrashBudget } from "@gongjian/shared/watchdog/crash-budget";
import { SupervisedProcess } from "@gongjian/shared/watchdog/supervised-process";
import { type LogSink } from "./log-sink.ts";

export interface ProcessSpec {
  readonly name: string;
  readonly script: string;
  readonly flags: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

const ORPHAN_GUARD = join(__dirname, "orphan-guard.js");

/** A part of the platform as a process of its own: started again when it dies or hangs, until that happens too often. */
export function supervised(
  spec: ProcessSpec,
  sink: LogSink,
  giveUp: (name: string) => void,
): SupervisedProcess {
  return new SupervisedProcess({
    name: spec.name,
    spawn: () => spawnNode(spec, sink),
    budget: new CrashBudget(),
    warn: (message) => {
      sink.warn("launcher", message);
    },
    giveUp: () => {
      giveUp(spec.name);
    },
  });
}

/** Runs one script to its end. @returns its exit code; a process ended by a signal counts as 1 */
export function runToEnd(spec: ProcessSpec, sink: LogSink, signal: AbortSignal): Promise<number> {
  const child = spawnNode(spec, sink);
  const abort = (): void => void child.kill("SIGTERM");
  signal.addEventListener("abort", abort, { once: true });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      signal.removeEventListener("abort", abort);
      resolve(code ?? 1);
    });
  });
}

// A group of its own, so that Ctrl-C reaches the launcher alone, which stops things in order. The IPC
// channel tells the child when the launcher is gone.
function spawnNode({ script, flags, env }: ProcessSpec, sink: LogSink): ChildProcess {
  const child = spawn(process.execPath, ["--require", ORPHAN_GUARD, ...flags, script], {
    env,
    detached: true,
    stdio: ["ignore", sink.stdout, "inherit", "ipc"],
  });
  sink.attach(child);
  return child;
}

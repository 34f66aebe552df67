import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CrashBudget } from "./crash-budget.ts";
import { type LogSink } from "./log-sink.ts";

export interface ProcessSpec {
  readonly name: string;
  readonly script: string;
  readonly flags: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

const STOP_PATIENCE_MS = 10_000;
const ORPHAN_GUARD = join(__dirname, "orphan-guard.js");

/** A part of the platform as a process of its own: started again when it dies, until that happens too often. */
export class SupervisedProcess {
  private readonly budget = new CrashBudget();
  private child: ChildProcess | null = null;
  private isStopping = false;
  private news: { type: string } | null = null;

  constructor(
    private readonly spec: ProcessSpec,
    private readonly sink: LogSink,
    private readonly giveUp: (name: string) => void,
  ) {}

  start(): void {
    const child = spawnNode(this.spec, this.sink);
    this.child = child;
    if (this.news) child.send(this.news);
    let hasEnded = false;
    const ended = (how: string): void => {
      if (hasEnded) return;
      hasEnded = true;
      this.child = null;
      if (!this.isStopping) this.startAgain(how);
    };
    child.once("exit", (code, signal) => {
      ended(signal ?? String(code));
    });
    child.once("error", (error) => {
      ended(error.message);
    });
  }

  /** Sends a message to the process, and again to each that takes its place. */
  tell(news: { type: string }): void {
    this.news = news;
    this.child?.send(news);
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    const { child } = this;
    if (!child) return;
    const gone = new Promise<void>((resolve) =>
      child.once("exit", () => {
        resolve();
      }),
    );
    child.kill("SIGTERM");
    const force = setTimeout(() => child.kill("SIGKILL"), STOP_PATIENCE_MS);
    await gone;
    clearTimeout(force);
  }

  kill(): void {
    this.isStopping = true;
    this.child?.kill("SIGKILL");
  }

  private startAgain(how: string): void {
    const delay = this.budget.spend();
    this.sink.warn("launcher", `${this.spec.name} ended unexpectedly (${how})`);
    if (delay === null) {
      this.giveUp(this.spec.name);
      return;
    }
    void sleep(delay).then(() => {
      if (!this.isStopping) this.start();
    });
  }
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

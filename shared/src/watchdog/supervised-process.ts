import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { CrashBudget } from "./crash-budget.ts";
import { watchBeats } from "./watch-beats.ts";

export interface Supervision {
  readonly name: string;
  /** Starts the process, with an IPC channel over which it beats. */
  spawn(): ChildProcess;
  readonly budget: Pick<CrashBudget, "spend">;
  warn(message: string): void;
  /** The process was lost too often: it will not be started again. */
  giveUp(): void;
  /** Called each time that the process is ready to work. */
  isUp?(child: ChildProcess): void;
}

const STOP_PATIENCE_MS = 10_000;

/** A process that is started again when it dies or hangs, until that happens too often. */
export class SupervisedProcess {
  private child: ChildProcess | null = null;
  private isUp = false;
  private isStopping = false;
  private news: object | null = null;

  constructor(private readonly supervision: Supervision) {}

  start(): void {
    const child = this.supervision.spawn();
    this.child = child;
    this.isUp = false;
    let isHung = false;
    const ended = (how: string): void => {
      this.child = null;
      if (!this.isStopping) this.startAgain(how);
    };
    child.once("exit", (code, signal) => {
      ended(isHung ? "its event loop stood still for more than 5 s: killed" : (signal ?? String(code)));
    });
    child.on("error", (error) => {
      // Without a pid it was never there, and no exit follows.
      if (child.pid === undefined) ended(error.message);
    });
    watchBeats(child, {
      isUp: () => {
        this.isUp = true;
        this.pass();
        this.supervision.isUp?.(child);
      },
      isHung: () => {
        isHung = true;
        child.kill("SIGKILL");
      },
    });
  }

  /** Sends a message to the process when it is ready to work, and again to each that takes its place. */
  tell(news: object): void {
    this.news = news;
    if (this.isUp) this.pass();
  }

  /** Passes a signal on to a process that is ready to work: before, it would end it. */
  signal(signal: NodeJS.Signals): void {
    if (this.isUp) this.child?.kill(signal);
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

  private pass(): void {
    // Whoever is ending just now is told when it is started again.
    if (this.news) this.child?.send(this.news, () => undefined);
  }

  private startAgain(how: string): void {
    const { supervision } = this;
    const delay = supervision.budget.spend();
    supervision.warn(`${supervision.name} ended unexpectedly (${how})`);
    if (delay === null) {
      supervision.giveUp();
      return;
    }
    void sleep(delay).then(() => {
      if (!this.isStopping) this.start();
    });
  }
}

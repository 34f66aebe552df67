import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Perform, RequestedWork } from "./work.ts";

/** What a thread is told when it starts. */
export interface ThreadStart extends RequestedWork {
  /** Of the logger. */
  readonly name: string;
  readonly level: string;
  /** Absolute path of the module that exports the handlers as `longWork`. */
  readonly workModule: string;
  readonly databaseUrl: string;
}

/** Of JavaScript objects, for one piece of work. */
const MOST_MEMORY_MB = 1_024;

/** Does each piece of work in a thread of its own, so that requests are answered meanwhile; nothing of it stays. */
export function performInThread(start: Omit<ThreadStart, keyof RequestedWork>): Perform {
  return async (requested, signal) => {
    const worker = new Worker(join(__dirname, "work-thread.js"), {
      workerData: { ...start, ...requested } satisfies ThreadStart,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
    });
    const stop = (): void => {
      worker.postMessage("stop");
    };
    signal.addEventListener("abort", stop);
    try {
      // An error of the thread is thrown here.
      const [code] = (await once(worker, "exit")) as [number];
      if (code !== 0) throw new Error(`The thread of ${requested.work} ended with ${code}.`);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  };
}

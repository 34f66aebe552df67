import { run, type Runner } from "graphile-worker";
import { Pool } from "pg";
import type { DataSource, EntityManager } from "typeorm";
import type { Clock } from "../clock.ts";
import type { Logger } from "../log.ts";
import { workerLogger } from "./relay.ts";

/** What work that takes longer than a request may use. */
export interface WorkScope {
  readonly db: DataSource;
  readonly clock: Clock;
  readonly log: Logger;
  /**
   * Aborted when the process is to stop. The work then asks for itself anew and returns: the queue writes the end of a
   * job only after it has said that it stopped, so that a job that threw could stay locked for hours.
   */
  readonly signal: AbortSignal;
}

/** The long work of a subgraph by name. What was cut off may be begun again: twice must be as once. */
export type WorkHandlers = Readonly<Record<string, (scope: WorkScope, payload: object) => Promise<void>>>;

export interface RequestedWork {
  readonly work: string;
  readonly payload: object;
}

/** Does one piece of work, wherever that is. */
export type Perform = (requested: RequestedWork, signal: AbortSignal) => Promise<void>;

interface WorkOptions {
  readonly jobsUrl: string;
  readonly log: Logger;
  readonly perform: Perform;
}

/** PROMISES 7 gives a process 10 s to stop. */
const STOPPING_MS = 500;

/** Asks for work inside the caller's transaction: it is begun when that commits, and never when it does not. */
export async function requestWork(tx: EntityManager, { work, payload }: RequestedWork): Promise<void> {
  await tx.query(`select jobs.request_work($1, $2::jsonb)`, [work, JSON.stringify(payload)]);
}

/** Does work in this thread. @throws where nobody does work of that name */
export function performHere(work: WorkHandlers, scope: Omit<WorkScope, "signal">): Perform {
  return async ({ work: name, payload }, signal) => {
    const handle = Object.hasOwn(work, name) ? work[name] : undefined;
    if (handle === undefined) throw new Error(`Nobody does the work ${name}.`);
    await handle({ ...scope, signal }, payload);
  };
}

/** Takes up the work that is asked for, one piece at a time, beside the relay: events never wait for it. */
export async function startWork({ jobsUrl, log, perform }: WorkOptions): Promise<{ stop(): Promise<void> }> {
  const pool = new Pool({ connectionString: jobsUrl, max: 3, idleTimeoutMillis: 10_000 });
  const onLost = (error: Error): void => {
    log.warn({ err: error }, "job queue connection lost");
  };
  pool.on("error", onLost);
  pool.on("connect", (client) => client.on("error", onLost));
  const runner: Runner = await run({
    pgPool: pool,
    taskList: {
      work: (requested, { abortSignal }) => perform(requested as RequestedWork, abortSignal),
    },
    concurrency: 1,
    pollInterval: 5_000,
    noHandleSignals: true,
    useNodeTime: true,
    preset: { worker: { gracefulShutdownAbortTimeout: STOPPING_MS } },
    logger: workerLogger(log),
  });
  return {
    stop: async () => {
      await runner.stop();
      await pool.end();
    },
  };
}

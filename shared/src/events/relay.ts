import { Logger as WorkerLogger, run, type LogLevel, type Runner, type TaskList } from "graphile-worker";
import { Pool } from "pg";
import { request, type Dispatcher } from "undici";
import type { SubgraphName } from "../contracts/lists.ts";
import type { Logger } from "../log.ts";
import { sha256, signRequest, type SigningKeys } from "../signature.ts";
import type { Viewer } from "../viewer.ts";
import type { Delivery } from "./outbox.ts";

export interface RelayOptions {
  readonly name: SubgraphName;
  readonly jobsUrl: string;
  readonly keys: SigningKeys;
  readonly addresses: Readonly<Partial<Record<SubgraphName, string>>>;
  readonly log: Logger;
  readonly dispatcher?: Dispatcher;
  /** Housekeeping that runs daily at 03:00 Asia/Shanghai. */
  readonly daily: () => Promise<void>;
}

/** Runs the jobs of one subgraph: delivering its events to their subscribers, and daily housekeeping. */
export async function startRelay(options: RelayOptions): Promise<{ stop(): Promise<void> }> {
  const pool = new Pool({ connectionString: options.jobsUrl, max: 3, idleTimeoutMillis: 10_000 });
  const onLost = (error: Error): void => {
    options.log.warn({ err: error }, "job queue connection lost");
  };
  pool.on("error", onLost);
  pool.on("connect", (client) => client.on("error", onLost));
  const tasks: TaskList = {
    deliver_events: (payload) => deliver(options, payload as Delivery),
    daily: options.daily,
  };
  const runner: Runner = await run({
    pgPool: pool,
    taskList: tasks,
    concurrency: 2,
    pollInterval: 5_000,
    noHandleSignals: true,
    useNodeTime: true,
    // A run that fell into a time when nothing ran is made up for at the next start.
    crontab: "0 19 * * * daily ?fill=1d",
    logger: workerLogger(options.log),
  });
  return {
    stop: async () => {
      await runner.stop();
      await pool.end();
    },
  };
}

async function deliver(
  { name, keys, addresses, dispatcher }: RelayOptions,
  delivery: Delivery,
): Promise<void> {
  const address = addresses[delivery.subscriber];
  if (address === undefined) throw new Error(`The address of ${delivery.subscriber} is not configured.`);

  const body = JSON.stringify({ events: delivery.events });
  const headers = signRequest(
    keys,
    { method: "POST", path: "/events", bodyHash: sha256(body) },
    serviceViewer(name),
  );
  const response = await request(`${address}/events`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
    headersTimeout: 10_000,
    bodyTimeout: 10_000,
    ...(dispatcher ? { dispatcher } : {}),
  });
  const text = await response.body.text();
  if (response.statusCode !== 200) throw new Error(`${delivery.subscriber} answered ${response.statusCode}.`);

  const { failed } = JSON.parse(text) as { failed: string[] };
  if (failed.length > 0) throw new Error(`${delivery.subscriber} could not apply ${failed.length} event(s).`);
}

/** How one subgraph presents itself to another. */
export function serviceViewer(name: SubgraphName): Viewer {
  return { role: "ADMIN", subject: `service:${name}`, unitId: null, areaCode: null };
}

/** The queue is talkative: what it calls information is for debugging here. */
const LOG_LEVELS: Record<`${LogLevel}`, "error" | "warn" | "debug"> = {
  error: "error",
  warning: "warn",
  info: "debug",
  debug: "debug",
};

/** What the job queue says, in our log. */
export function workerLogger(log: Logger): WorkerLogger {
  return new WorkerLogger(() => (level, message) => {
    const levelHere = LOG_LEVELS[level];
    log[levelHere]({ job: true }, message);
  });
}

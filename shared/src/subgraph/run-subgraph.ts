import { systemClock } from "../clock.ts";
import { openDatabase } from "../database/open-database.ts";
import { readSubgraphEnvironment } from "../environment.ts";
import { pruneInbox } from "../events/inbox.ts";
import { startRelay } from "../events/relay.ts";
import { performInThread } from "../events/work-in-thread.ts";
import { startWork } from "../events/work.ts";
import { WorkerRunner } from "../import/running/run-in-worker.ts";
import { createLogger } from "../log.ts";
import { JobQueueWatch } from "../telemetry/job-queue-watch.ts";
import { readMetricsAccess } from "../telemetry/metrics-access.ts";
import { startTracing } from "../telemetry/tracing.ts";
import { startBeating } from "../watchdog/beating.ts";
import type { SubgraphDefinition } from "./define-subgraph.ts";
import { buildSubgraphServer } from "./server.ts";
import { assertModestRole } from "../database/assert-modest-role.ts";
import { stopOnSignal } from "./stop-on-signal.ts";

/** Runs one subgraph as a process of its own until it is told to stop. */
export async function runSubgraph<Context extends object>(
  definition: SubgraphDefinition<Context>,
): Promise<void> {
  const environment = readSubgraphEnvironment();
  const log = createLogger(definition.name, environment.LOG_LEVEL);
  const db = await openDatabase(definition.dataSource, environment.DATABASE_URL);
  await assertModestRole(db);

  const { listsModule } = definition;
  const imports =
    listsModule === undefined
      ? null
      : new WorkerRunner({ listsModule, databaseUrl: environment.DATABASE_URL }, log);
  const tracing = await startTracing(definition.name, log);
  const jobs = new JobQueueWatch(environment.JOBS_DATABASE_URL, log);
  const app = await buildSubgraphServer({
    definition,
    db,
    keys: environment.keys,
    clock: systemClock,
    log,
    ...(imports ? { imports } : {}),
    telemetry: { tracing, access: readMetricsAccess(), backlog: () => jobs.backlog() },
  });
  const relay = await startRelay({
    name: definition.name,
    jobsUrl: environment.JOBS_DATABASE_URL,
    keys: environment.keys,
    addresses: environment.addresses,
    log,
    daily: async () => {
      await pruneInbox(db);
      await definition.daily?.({ db, clock: systemClock, log });
    },
  });
  const { name, workModule } = definition;
  const { DATABASE_URL: databaseUrl, JOBS_DATABASE_URL: jobsUrl, LOG_LEVEL: level } = environment;
  const worker =
    workModule === undefined
      ? null
      : await startWork({ jobsUrl, log, perform: performInThread({ name, level, workModule, databaseUrl }) });
  await app.listen({ port: environment.PORT, host: environment.HOST });
  log.info({ port: environment.PORT }, "ready");
  startBeating();
  await definition.started?.({ db, clock: systemClock, log }).catch((error: unknown) => {
    log.error({ err: error }, "what was to be done at the start failed");
  });

  stopOnSignal(log, async () => {
    await app.close();
    await imports?.stop();
    await Promise.all([relay.stop(), worker?.stop(), jobs.stop(), tracing?.stop()]);
    await db.destroy();
  });
}

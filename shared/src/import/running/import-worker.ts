import { parentPort, workerData } from "node:worker_threads";
import { systemClock } from "../../clock.ts";
import { openDatabase, type SubgraphDataSource } from "../../database/open-database.ts";
import { describeError } from "../../log.ts";
import { refusalOf } from "../http-failure.ts";
import type { ListDefinition } from "../list-definition.ts";
import type { WorkerAnswer, WorkerRequest, WorkerStart } from "./messages.ts";
import { runImport, type ImportWorkshop } from "./run-import.ts";

/** Two connections for each import that runs at once: one writes, one looks ahead. */
const POOL_SIZE = 6;

const start = workerData as WorkerStart;

async function open(): Promise<ImportWorkshop> {
  const { publishedLists } = (await import(start.listsModule)) as {
    readonly publishedLists: readonly ListDefinition[];
  };
  const none: SubgraphDataSource = { type: "postgres", entities: [], migrations: [] };
  const db = await openDatabase(none, start.databaseUrl, { poolSize: POOL_SIZE });
  return { lists: publishedLists, db, clock: systemClock };
}

const workshop = open();
// Whoever asks first meets the fault.
workshop.catch(() => undefined);

parentPort?.on("message", ({ id, job }: WorkerRequest) => {
  void answer(id, job).then((message) => {
    // A report of a long list has megabytes: it is handed over, not copied.
    parentPort?.postMessage(message, "report" in message ? [message.report.buffer as ArrayBuffer] : []);
  });
});

async function answer(id: number, job: WorkerRequest["job"]): Promise<WorkerAnswer> {
  try {
    const { report, sheet } = await runImport(job, await workshop, (progress) => {
      parentPort?.postMessage({ id, progress } satisfies WorkerAnswer);
    });
    return { id, report, sheet };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) return { id, failed: JSON.stringify(describeError(error)) };
    const { code, message, status } = refusal;
    return { id, refused: { code, message, status } };
  }
}

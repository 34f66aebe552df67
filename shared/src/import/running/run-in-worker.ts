import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Logger } from "../../log.ts";
import { outcomeUnknown } from "../http-failure.ts";
import type { ImportProgress } from "../import-list.ts";
import { ImportRefused } from "../import-refused.ts";
import type { ImportAnswer, ImportJob, ImportRunner } from "./import-job.ts";
import type { WorkerAnswer, WorkerRequest, WorkerStart } from "./messages.ts";

/** Of JavaScript objects, for the thread: some three times what the longest upload needs. */
const MOST_MEMORY_MB = 512;
/** Rows live for one batch; with room for one they are gone before anybody has to copy them. */
const YOUNG_MEMORY_MB = 48;

interface Running {
  readonly onProgress: (progress: ImportProgress) => void;
  readonly resolve: (answer: ImportAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** Runs imports in a thread of its own, so that queries are answered while a long list is read. */
export class WorkerRunner implements ImportRunner {
  #worker: Worker | null = null;
  #nextId = 0;
  readonly #running = new Map<number, Running>();

  constructor(
    private readonly start: WorkerStart,
    private readonly log: Logger,
  ) {}

  async run(job: ImportJob, onProgress: (progress: ImportProgress) => void): Promise<ImportAnswer> {
    const id = this.#nextId++;
    try {
      return await new Promise<ImportAnswer>((resolve, reject) => {
        this.#running.set(id, { onProgress, resolve, reject });
        this.#worker ??= this.#startWorker();
        this.#worker.postMessage({ id, job } satisfies WorkerRequest);
      });
    } finally {
      this.#running.delete(id);
    }
  }

  async stop(): Promise<void> {
    await this.#worker?.terminate();
  }

  #startWorker(): Worker {
    const worker = new Worker(join(__dirname, "import-worker.js"), {
      workerData: this.start,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB, maxYoungGenerationSizeMb: YOUNG_MEMORY_MB },
    });
    worker.on("message", (answer: WorkerAnswer) => {
      this.#take(answer);
    });
    worker.on("error", (error) => {
      this.log.error({ err: error }, "the import thread failed");
    });
    worker.on("exit", () => {
      this.#worker = null;
      // Their transactions went with the thread's connections.
      for (const { reject } of this.#running.values()) reject(outcomeUnknown());
    });
    return worker;
  }

  #take(answer: WorkerAnswer): void {
    const running = this.#running.get(answer.id);
    if (!running) return;
    if ("progress" in answer) running.onProgress(answer.progress);
    else if ("report" in answer) running.resolve({ ...answer, report: bufferOf(answer.report) });
    else if ("refused" in answer) {
      const { code, message, status } = answer.refused;
      running.reject(new ImportRefused(code, message, status));
    } else running.reject(new Error(answer.failed));
  }
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

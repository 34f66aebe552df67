import { setTimeout as sleep } from "node:timers/promises";
import type { DataSource } from "typeorm";
import { isTransient, post, type Posting, type PostingOutcome } from "./posting.ts";

/** More than this in one statement gains little and keeps others waiting. */
const LARGEST_BATCH = 50;

/** Statements at once: one posts while the next is on its way; the pool stays free for reads. */
const LANES = 2;

/** Beyond this a caller is told to come back; the caller's time-out would come first anyway. */
const MOST_WAITING = 10_000;

const MOST_ATTEMPTS = 6;
const FIRST_PAUSE_MS = 20;

interface Waiting {
  readonly posting: Posting;
  resolve(outcome: PostingOutcome | "BUSY"): void;
  reject(error: unknown): void;
}

/**
 * The way to the ledger of one process. However many transfers come at once, few statements run: what came
 * while one was under way goes together in the next. So a hot account is locked by a few statements and not
 * by hundreds that would run into the lock time-out, and a commit serves many transfers.
 *
 * Other processes do the same; statements of all of them lock in the order of account ids. What fails
 * nevertheless for a passing reason is sent again with growing pauses.
 */
export class PostingQueue {
  readonly #waiting: Waiting[] = [];
  #running = 0;

  constructor(private readonly db: DataSource) {}

  /** Posts one transfer. "BUSY" says that nothing is known to be posted: the same key may be sent again. */
  post(posting: Posting): Promise<PostingOutcome | "BUSY"> {
    if (this.#waiting.length >= MOST_WAITING) return Promise.resolve("BUSY");
    return new Promise((resolve, reject) => {
      this.#waiting.push({ posting, resolve, reject });
      if (this.#running < LANES) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running += 1;
    // Transfers of the same turn of the event loop go together.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) await this.#settle(this.#waiting.splice(0, LARGEST_BATCH));
    this.#running -= 1;
  }

  async #settle(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.#postPatiently(batch.map(({ posting }) => posting));
      batch.forEach((waiting, i) => {
        waiting.resolve(outcomes === "BUSY" ? outcomes : (outcomes[i] ?? "BUSY"));
      });
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1) only?.reject(error);
      // One that cannot be posted at all does not take the others with it.
      else for (const waiting of batch) await this.#settle([waiting]);
    }
  }

  async #postPatiently(batch: readonly Posting[]): Promise<PostingOutcome[] | "BUSY"> {
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      try {
        return await post(this.db, batch);
      } catch (error) {
        if (!isTransient(error)) throw error;
        await sleep(FIRST_PAUSE_MS * 2 ** attempt * (0.5 + Math.random() / 2));
      }
    }
    return "BUSY";
  }
}

const queues = new WeakMap<DataSource, PostingQueue>();

/** The one queue of this process for a database. */
export function postingQueueOf(db: DataSource): PostingQueue {
  const queue = queues.get(db) ?? new PostingQueue(db);
  queues.set(db, queue);
  return queue;
}

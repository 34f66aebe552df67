import { setTimeout as sleep } from "node:timers/promises";
import { Random } from "../../shared/src/testing/random.ts";
import { upload, type Answer } from "../platform/gateway-client.ts";
import { nextFile, type VersionedFile, type VersionedListName } from "./versioned-list.ts";

export interface PublishingUnit {
  readonly id: string;
  readonly token: string;
}

/** One file with everything that was answered to it. */
export interface SentFile extends VersionedFile {
  readonly key: string;
  /** Reports that came, as text; more than one where it was sent again. */
  readonly reports: string[];
  /** When each try was begun and whether its outcome stayed unknown; the last one was answered. */
  readonly tries: { readonly at: number; readonly isUnknown: boolean }[];
}

/** As a patient script waits; sending again costs the platform that is starting again time too. */
const PAUSE_MS = 600;
/** After the last kill: between kills a long list may not get its turn, but a file not taken by then is stuck. */
const PATIENCE_MS = 120_000;
/** Of the files that were answered at once, so many are sent again all the same. */
const REPEATED = 0.1;

/** A unit's script: sends one version of a list after the other, each until it is acknowledged. */
export class Publisher {
  readonly sent: SentFile[] = [];
  /** Why it gave up, if it did. */
  fault: string | null = null;
  isBusy = false;
  #stoppedAt = Infinity;
  #done: Promise<void> = Promise.resolve();
  readonly #random: Random;

  constructor(
    readonly list: VersionedListName,
    readonly unit: PublishingUnit,
    private readonly url: string,
    private readonly seed: number,
  ) {
    this.#random = new Random(seed);
  }

  /** The last version of which a report came. */
  get acknowledged(): number {
    return this.sent.findLast(({ reports }) => reports.length > 0)?.version ?? 0;
  }

  /** The last version that was sent. */
  get latest(): number {
    return this.sent.at(-1)?.version ?? 0;
  }

  start(): void {
    this.#done = this.#run().catch((error: unknown) => {
      this.fault = String(error);
    });
  }

  /** Takes up no further file and settles when the last is answered. */
  async stop(): Promise<void> {
    this.#stoppedAt = Date.now();
    await this.#done;
  }

  async #run(): Promise<void> {
    while (this.#stoppedAt === Infinity) {
      const before = this.sent.at(-1) ?? { version: 0, rows: 0 };
      const file: SentFile = {
        ...nextFile(this.list, this.seed, before, this.#random),
        key: `kills-${this.list}-${this.seed}-${before.version + 1}`,
        reports: [],
        tries: [],
      };
      this.sent.push(file);
      await this.#untilAnswered(file);
      const wasUnknown = file.tries.some(({ isUnknown }) => isUnknown);
      if (wasUnknown || this.#random.chance(REPEATED)) await this.#untilAnswered(file);
    }
  }

  async #untilAnswered(file: SentFile): Promise<void> {
    while (Date.now() < this.#stoppedAt + PATIENCE_MS) {
      const at = Date.now();
      this.isBusy = true;
      const answer = await this.#send(file);
      this.isBusy = false;
      const isUnknown = answer.status !== 200;
      file.tries.push({ at, isUnknown });
      if (!isUnknown) {
        file.reports.push(answer.text);
        return;
      }
      // What a cut connection, a lost part or a full queue leaves open; anything else is a refusal.
      if (answer.status !== 0 && answer.status < 500 && answer.status !== 429) {
        throw new Error(`${file.name}: ${answer.status} ${answer.text.slice(0, 500)}`);
      }
      await sleep(PAUSE_MS + this.#random.below(PAUSE_MS));
    }
    throw new Error(`${file.name} was not taken within ${PATIENCE_MS / 1000} s.`);
  }

  #send({ name, mode, key, body }: SentFile): Promise<Answer> {
    return upload(this.url, this.unit.token, {
      list: this.list,
      query: { filename: name, mode },
      headers: { "idempotency-key": key },
      body,
    });
  }
}

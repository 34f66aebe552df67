import { setTimeout as sleep } from "node:timers/promises";
import { query } from "../platform/gateway-client.ts";

/** A query that people wait for. */
export interface Question {
  readonly name: string;
  readonly text: string;
  readonly variables: object;
}

export interface Reading {
  readonly question: string;
  readonly ms: number;
}

/** Asks the questions in turn, with a pause as between two clicks, and remembers how long each took. */
export class Reader {
  readonly readings: Reading[] = [];
  failures = 0;
  #isStopped = false;

  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly questions: readonly Question[],
    private readonly pauseMs: number,
  ) {}

  stop(): void {
    this.#isStopped = true;
  }

  /** @param first which question comes first, so that readers do not ask the same at once */
  async run(first: number): Promise<void> {
    for (let turn = first; !this.#isStopped; turn += 1) {
      const question = this.questions[turn % this.questions.length];
      if (question === undefined) return;
      const { status, text, ms } = await query(this.url, this.token, question.text, question.variables);
      if (status === 200 && !text.includes('"errors"')) this.readings.push({ question: question.name, ms });
      else this.failures += 1;
      await sleep(this.pauseMs);
    }
  }
}

/** The reading that a share of all stay below, ms. */
export function quantile(readings: readonly Reading[], share: number): number {
  const sorted = readings.map(({ ms }) => ms).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

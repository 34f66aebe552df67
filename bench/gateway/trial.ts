import { isDeepStrictEqual } from "node:util";
import { askAll, load, Requests, type Expected } from "./load.ts";
import { cpuMs } from "./processes.ts";
import type { Scenario } from "./requests.ts";
import type { RunningGateway, RunningSubgraphs } from "./running.ts";

/** What was measured of one gateway in one scenario. */
export interface Figures {
  /** Requests in a second, and CPU time of a request, each of its best round: what disturbs only makes it worse. */
  readonly throughput: number;
  readonly cpuMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly callsPerRequest: number;
  /** Answers that were not right, and how many were compared in full. */
  readonly wrong: number;
}

const WARMING_REQUESTS = 1_000;
/** Each as long as a round. */
const MOST_WARMINGS = 3;

const TRIES = 3;

/** One gateway in one scenario, over all rounds. */
export class Trial {
  private readonly requests: Requests;
  private readonly lengths: readonly number[];
  private readonly latencies: number[] = [];
  private throughput = 0;
  private cpuMs = Infinity;
  private calls = 0;
  private wrong = 0;

  constructor(
    readonly running: RunningGateway,
    private readonly subgraphs: RunningSubgraphs,
    scenario: Scenario,
    private readonly expected: Expected,
  ) {
    this.requests = new Requests(scenario);
    this.lengths = expected.map((text) => Buffer.byteLength(text));
  }

  /** Compares the answer to every variant with the right one. @throws when one differs time after time */
  async check(triesLeft = TRIES): Promise<void> {
    const answers = await askAll(this.requests, this.running);
    const different = answers.findIndex((text, variant) => !isSame(text, this.expected[variant] ?? ""));
    if (different === -1) return;
    // A machine that stood still for seconds makes calls late; what is wrong is wrong again.
    if (triesLeft > 1) return this.check(triesLeft - 1);
    const texts = [answers[different], this.expected[different]].map((text) => text?.slice(0, 2_000));
    throw new Error(
      `${this.running.gateway.name} answers variant ${different} otherwise:\n${texts.join("\n")}`,
    );
  }

  /** A slow gateway needs longer until what it does often is compiled. */
  async warm(seconds: number): Promise<void> {
    let requests = 0;
    for (let turn = 0; turn < MOST_WARMINGS && (turn === 0 || requests < WARMING_REQUESTS); turn++) {
      requests += (await load(this.requests, this.running, this.lengths, seconds)).requests;
    }
  }

  async round(seconds: number): Promise<void> {
    const { pid } = this.running;
    const [calls, cpu] = [await this.subgraphs.calls(), cpuMs(pid)];
    const round = await load(this.requests, this.running, this.lengths, seconds);
    this.cpuMs = Math.min(this.cpuMs, (cpuMs(pid) - cpu) / round.requests);
    this.calls += (await this.subgraphs.calls()) - calls;
    this.throughput = Math.max(this.throughput, round.requests / round.seconds);
    for (const latency of round.latencies) this.latencies.push(latency);
    this.wrong += round.wrong;
  }

  figures(): Figures {
    const sorted = this.latencies.toSorted((a, b) => a - b);
    const requests = sorted.length;
    return {
      throughput: this.throughput,
      cpuMs: this.cpuMs,
      p50Ms: sorted[Math.floor(requests * 0.5)] ?? 0,
      p99Ms: sorted[Math.floor(requests * 0.99)] ?? 0,
      callsPerRequest: this.calls / requests,
      wrong: this.wrong,
    };
  }
}

/** Whether both hold the same data, in whatever order of fields, and neither an error. */
function isSame(text: string, expected: string): boolean {
  const [answer, right] = [text, expected].map(
    (json) => JSON.parse(json) as { data: unknown; errors?: unknown },
  );
  return answer?.errors === undefined && isDeepStrictEqual(answer?.data, right?.data);
}

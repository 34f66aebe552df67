import { Refusal } from "../refusal.ts";
import { LoopWatch } from "./loop-watch.ts";

/** Requests at work, most of them waiting for subgraphs; what waits holds memory. */
const MOST_RUNNING = 1_000;
/** As many come in at once before it is known whether that is too many. */
const USUALLY_RUNNING = 256;
/** Enough to keep the processor busy while they wait for subgraphs; the more are at work, the more garbage. */
const LEAST_RUNNING = 64;
/** A refusal goes through the loop two or three times and is to be told within 100 ms (PROMISES 23). */
const TOLERATED_ROUND_MS = 30;
/** Rounds may be slow because others use the processor: a loop that still has time to wait has no queue. */
const BUSY_SHARE = 0.8;
/** A busy loop whose requests take longer than this has them waiting for each other, if not for their turn. */
const TOLERATED_REQUEST_MS = 500;
const LOOK_EVERY_MS = 50;

/** One for all: where it comes from is no news, and finding that out costs as much as the rest of a refusal. */
export const OVERLOADED = new Refusal(503, "OVERLOADED", "请求太多，请稍后再试。Too many requests.", {
  "retry-after": "1",
});

/**
 * Keeps requests away that could not be answered in time anyway, before work is done for them. How many may
 * be at work follows from how busy the event loop is: a slow subgraph costs no time here and keeps nobody
 * away, too much work does.
 */
export class Overload {
  /** Requests at work. */
  running = 0;
  private limit = USUALLY_RUNNING;
  private looked: number;
  /** Since the last look: requests that ended, and the time they took together. */
  private ended = 0;
  private endedMs = 0;

  /** @param loop only tests give another one; @param now milliseconds */
  constructor(
    private readonly loop: LoopWatch = new LoopWatch(),
    private readonly now: () => number = () => performance.now(),
  ) {
    this.looked = now();
  }

  /** Whether whoever comes now is refused. */
  get isFull(): boolean {
    this.look(this.now());
    return this.running >= this.limit;
  }

  /** @returns what is called when the request is answered. @throws Refusal 503 OVERLOADED */
  enter(): () => void {
    if (this.isFull) throw OVERLOADED;
    const entered = this.now();
    this.running += 1;
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      this.running -= 1;
      this.ended += 1;
      this.endedMs += this.now() - entered;
    };
  }

  stop(): void {
    this.loop.stop();
  }

  private look(now: number): void {
    if (now - this.looked < LOOK_EVERY_MS) return;
    this.looked = now;
    if (this.hasQueue()) this.limit = Math.max(LEAST_RUNNING, Math.min(this.limit, this.running) * 0.7);
    else if (this.running > this.limit / 2) this.limit = Math.min(MOST_RUNNING, this.limit * 1.05);
    else this.limit += (USUALLY_RUNNING - this.limit) * 0.05;
  }

  private hasQueue(): boolean {
    const { roundMs, utilization } = this.loop.look();
    const isLong = this.endedMs > TOLERATED_REQUEST_MS * this.ended;
    this.ended = this.endedMs = 0;
    const isSlow = roundMs > TOLERATED_ROUND_MS;
    return (isSlow || isLong) && utilization > BUSY_SHARE;
  }
}

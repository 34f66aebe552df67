import { monitorEventLoopDelay, performance } from "node:perf_hooks";

/** The loop is sampled this often; no round counts as shorter. */
const RESOLUTION_MS = 10;

/** How the event loop did since the last look. */
export interface LoopState {
  /** A round of it on the average. */
  readonly roundMs: number;
  /** Which share of the time it was at work. */
  readonly utilization: number;
}

/** Looks at how busy this process's event loop is. */
export class LoopWatch {
  private readonly rounds = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private use = performance.eventLoopUtilization();

  constructor() {
    this.rounds.enable();
  }

  look(): LoopState {
    const before = this.use;
    this.use = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(this.use, before);
    const roundMs = this.rounds.mean / 1e6;
    this.rounds.reset();
    // Without a sample the round in which we are has been going on for all the time since the last look.
    return { roundMs: Number.isNaN(roundMs) ? Infinity : roundMs, utilization };
  }

  stop(): void {
    this.rounds.disable();
  }
}

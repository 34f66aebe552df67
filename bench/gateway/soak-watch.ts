import { readdirSync } from "node:fs";
import { memoryMb } from "./processes.ts";

interface Sample {
  readonly minute: number;
  readonly memory: number;
  /** Open files, connections among them. */
  readonly handles: number;
}

/** Looks at a process from time to time (Linux). */
export class Watch {
  private readonly begun = Date.now();
  private readonly samples: Sample[] = [];
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly pid: number,
    everyMs: number,
  ) {
    this.timer = setInterval(() => {
      this.look();
    }, everyMs);
  }

  /** Memory at the end in MB, and how much more memory and handles each minute of the second half brought. */
  end(): { memory: number; memorySlope: number; handleSlope: number } {
    clearInterval(this.timer);
    this.look();
    const half = this.samples.slice(Math.floor(this.samples.length / 2));
    return {
      memory: half.at(-1)?.memory ?? 0,
      memorySlope: slopeOf(half, ({ memory }) => memory),
      handleSlope: slopeOf(half, ({ handles }) => handles),
    };
  }

  private look(): void {
    this.samples.push({
      minute: (Date.now() - this.begun) / 60_000,
      memory: memoryMb(this.pid),
      handles: readdirSync(`/proc/${this.pid}/fd`).length,
    });
  }
}

/** Of the line that fits best: least squares. */
function slopeOf(samples: readonly Sample[], valueOf: (sample: Sample) => number): number {
  const mean = (of: (sample: Sample) => number): number =>
    samples.reduce((total, sample) => total + of(sample), 0) / samples.length;
  const minute = mean((sample) => sample.minute);
  const value = mean(valueOf);
  return (
    mean((sample) => (sample.minute - minute) * (valueOf(sample) - value)) /
    mean((sample) => (sample.minute - minute) ** 2)
  );
}

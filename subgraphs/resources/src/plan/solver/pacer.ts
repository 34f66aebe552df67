/** Longest stretch of work between two looks at the outside world, in milliseconds. */
const STRETCH_MS = 20;

/** Lets others work while a long computation runs, tells how far it is and hears when it is called off. */
export class Pacer {
  private readonly onProgress: ((done: number, of: number) => void) | undefined;
  private readonly signal: AbortSignal | undefined;
  private pausedAt = performance.now();
  private done = 0;
  private of = 0;

  constructor(onProgress?: (done: number, of: number) => void, signal?: AbortSignal) {
    this.onProgress = onProgress;
    this.signal = signal;
  }

  /** Announces work; the total only grows. */
  expect(steps: number): void {
    this.of += steps;
  }

  /** One step is done. True when it is time to `await pause()`. */
  step(): boolean {
    this.done++;
    return performance.now() - this.pausedAt >= STRETCH_MS;
  }

  /** Tells the progress and yields; throws the signal's reason when called off. */
  async pause(): Promise<void> {
    this.onProgress?.(this.done, this.of);
    await new Promise<void>((resume) => {
      setImmediate(resume);
    });
    this.signal?.throwIfAborted();
    this.pausedAt = performance.now();
  }
}

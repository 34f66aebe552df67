export interface Stoppable {
  stop(): Promise<void> | void;
  /** Ends it at once, for whoever does not want to wait. */
  kill?(): void;
}

/** Stops what was started, the last first. */
export class Shutdown {
  private readonly started: Stoppable[] = [];
  private readonly controller = new AbortController();
  private done: Promise<void> | null = null;

  /** Aborts what is still being waited for. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get hasBegun(): boolean {
    return this.done !== null;
  }

  /** @throws when stopping has begun meanwhile; the part is stopped then */
  async add(part: Stoppable): Promise<void> {
    if (this.done) {
      await part.stop();
      this.signal.throwIfAborted();
    }
    this.started.push(part);
  }

  begin(): Promise<void> {
    this.controller.abort();
    this.done ??= this.stopAll();
    return this.done;
  }

  killAll(): void {
    for (const part of this.started.toReversed()) part.kill?.();
  }

  private async stopAll(): Promise<void> {
    for (;;) {
      const part = this.started.pop();
      if (!part) return;
      try {
        await part.stop();
      } catch (error) {
        console.error(error);
      }
    }
  }
}

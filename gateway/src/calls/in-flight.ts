/** Work that is going on; who asks for the same meanwhile waits for it with the others. */
export class InFlight<Result> {
  private readonly going = new Map<string, Promise<Result>>();

  /** Whether `share` would wait for what is going on. */
  has(key: string): boolean {
    return this.going.has(key);
  }

  /** @param key everything that the result depends on */
  share(key: string, work: () => Promise<Result>): Promise<Result> {
    const shared = this.going.get(key);
    if (shared) return shared;
    const own = work().finally(() => {
      if (this.going.get(key) === own) this.going.delete(key);
    });
    this.going.set(key, own);
    return own;
  }

  /** Something has changed: what began before is shared with nobody who asks from now on. */
  renew(): void {
    this.going.clear();
  }
}

const MAX_ENTRIES = 10_000;

/** Remembers answers for a while; the oldest go when there are too many, so that strangers cannot fill it. */
export class ShortMemory<Value> {
  private readonly entries = new Map<string, { value: Value; until: number }>();

  get(key: string, now: number): Value | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined || entry.until > now) return entry?.value;
    this.entries.delete(key);
    return undefined;
  }

  set(key: string, value: Value, until: number): void {
    this.entries.delete(key);
    this.entries.set(key, { value, until });
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= MAX_ENTRIES) break;
      this.entries.delete(oldest);
    }
  }

  delete(key: string): void {
    this.entries.delete(key);
  }
}

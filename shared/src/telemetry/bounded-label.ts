/** For everything beyond the values that have a time series of their own. */
export const OTHER = "other";

/** Keeps the number of time series finite: the first values get theirs, the rest share one. */
export class BoundedLabel {
  private readonly known = new Set<string>();

  constructor(private readonly limit: number) {}

  /** @param mayBeNew false for values of strangers, who could otherwise take all the places */
  of(value: string, mayBeNew = true): string {
    if (this.known.has(value)) return value;
    if (!mayBeNew || this.known.size >= this.limit) return OTHER;
    this.known.add(value);
    return value;
  }
}

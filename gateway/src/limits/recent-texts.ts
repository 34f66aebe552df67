/** How many texts are remembered, and how many characters they may have together. */
export interface RecentBounds {
  readonly texts: number;
  readonly characters: number;
}

/** Remembers what belongs to the texts that came last. */
export class RecentTexts<Value extends { readonly query: string }> {
  private readonly values = new Map<string, Value>();
  private characters = 0;

  constructor(private readonly bounds: RecentBounds) {}

  get(query: string): Value | undefined {
    const value = this.values.get(query);
    if (value === undefined) return undefined;
    // By the text as it is kept: it is known to be the same without being read again.
    this.values.delete(value.query);
    this.values.set(value.query, value);
    return value;
  }

  /** Its text must not be among them. */
  add(value: Value): void {
    this.values.set(value.query, value);
    this.characters += value.query.length;
    for (const oldest of this.values.keys()) {
      if (this.values.size <= this.bounds.texts && this.characters <= this.bounds.characters) break;
      this.values.delete(oldest);
      this.characters -= oldest.length;
    }
  }
}

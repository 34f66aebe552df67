/** Numbers for strings that come again and again (words, area codes, units), the same for a whole process. */
export class Interner {
  private readonly numbers = new Map<string, number>();
  private readonly texts: string[] = [];

  /** The string's number, given now if it has none. */
  numberOf(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const next = this.numbers.size;
    // A slice of a long answer would keep the whole answer in memory.
    const own = Buffer.from(text).toString();
    this.numbers.set(own, next);
    this.texts.push(own);
    return next;
  }

  textOf(number: number): string {
    return this.texts[number] ?? "";
  }

  /** The string's number, or -1 where it never occurred. */
  find(text: string): number {
    return this.numbers.get(text) ?? -1;
  }
}

/** Walks over a text from left to right; patterns must be sticky. */
export class TextReader {
  at = 0;

  constructor(readonly text: string) {}

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Whether the next character is one of these: cheaper than trying patterns that begin with none of them. */
  isAtOneOf(characters: ReadonlySet<string>): boolean {
    return characters.has(this.text.charAt(this.at));
  }

  /** Takes the pattern if it stands here. */
  take(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.at;
    const match = sticky.exec(this.text);
    if (match !== null) this.at += match[0].length;
    return match;
  }
}

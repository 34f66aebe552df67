/** One way to say a concept: `灯…坏` is two parts with a short gap between them. */
export interface Expression {
  readonly parts: readonly string[];
  /** The token a hit becomes: `#轮椅` for a concept, `@C04` for the name or an alias of a category. */
  readonly token: string;
  /** Characters of all parts. */
  readonly length: number;
}

const NONE: readonly Expression[] = [];

/** One number for two UTF-16 characters. */
function pairCode(first: number, second: number): number {
  return first * 0x10000 + second;
}

/** The expressions, found by how they begin. A text is read from left to right, and most of it begins none. */
export class Beginnings {
  /** 1 at the code of each character that begins an expression. */
  private readonly first = new Uint8Array(0x10000);
  /** By the first two characters of the first part. */
  private readonly pairs = new Map<number, Expression[]>();
  /** Those whose first part is one character, by its code. */
  private readonly singles = new Map<number, Expression[]>();

  /** Adds an expression, already normalised. @returns its parts */
  add(text: string, token: string): string[] {
    const parts = text.split("…").filter(Boolean);
    const [beginning = ""] = parts;
    if (beginning === "") return [];
    const expression = { parts, token, length: parts.reduce((sum, part) => sum + part.length, 0) };
    this.first[beginning.charCodeAt(0)] = 1;
    if (beginning.length === 1) put(this.singles, beginning.charCodeAt(0), expression);
    else put(this.pairs, pairCode(beginning.charCodeAt(0), beginning.charCodeAt(1)), expression);
    return parts;
  }

  /** Expressions that begin with the two characters at a place. */
  pairsAt(text: string, at: number): readonly Expression[] {
    const code = text.charCodeAt(at);
    if (this.first[code] === 0) return NONE;
    return this.pairs.get(pairCode(code, text.charCodeAt(at + 1))) ?? NONE;
  }

  /** Expressions whose first part is the one character at a place. */
  singlesAt(text: string, at: number): readonly Expression[] {
    const code = text.charCodeAt(at);
    return this.first[code] === 0 ? NONE : (this.singles.get(code) ?? NONE);
  }
}

function put(index: Map<number, Expression[]>, key: number, expression: Expression): void {
  const known = index.get(key);
  if (known) known.push(expression);
  else index.set(key, [expression]);
}

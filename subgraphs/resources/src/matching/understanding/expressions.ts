/** One way to say a concept: `灯…坏` is two parts with a short gap between them. */
export interface Expression {
  readonly parts: readonly string[];
  /** The token a hit becomes: `#轮椅` for a concept, `@C04` for the name or an alias of a category. */
  readonly token: string;
  /** Characters of all parts. */
  readonly length: number;
}

const NONE: readonly Expression[] = [];

/** One number for the two UTF-16 characters at a place. */
function pairCode(text: string, at: number): number {
  return text.charCodeAt(at) * 0x10000 + text.charCodeAt(at + 1);
}

/** One number for three: 48 bits, which a number holds exactly. */
function tripleCode(text: string, at: number): number {
  return pairCode(text, at) * 0x10000 + text.charCodeAt(at + 2);
}

/** The expressions, found by how they begin. A text is read from left to right, and most of it begins none. */
export class Beginnings {
  /** 1 at the code of each character that begins an expression. */
  private readonly first = new Uint8Array(0x10000);
  /** By the first two characters of a first part that has no more. */
  private readonly pairs = new Map<number, Expression[]>();
  /** By the first three characters of a longer one. */
  private readonly longer = new Map<number, Expression[]>();
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
    else if (beginning.length === 2) put(this.pairs, pairCode(beginning, 0), expression);
    else put(this.longer, tripleCode(beginning, 0), expression);
    return parts;
  }

  /** Expressions that may begin at a place: of two or more characters there. */
  at(text: string, at: number): readonly Expression[] {
    if (this.first[text.charCodeAt(at)] === 0) return NONE;
    const short = this.pairs.get(pairCode(text, at)) ?? NONE;
    if (at + 2 >= text.length) return short;
    const long = this.longer.get(tripleCode(text, at)) ?? NONE;
    if (long.length === 0) return short;
    return short.length === 0 ? long : [...short, ...long];
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

import { ImportRefused } from "../import-refused.ts";

/** The text of one JSON value, with its line (JSON lines) or its place in the array, from 1. */
export interface JsonText {
  readonly number: number;
  readonly text: string;
}

/** Characters of one object. */
const LONGEST_OBJECT = 1024 * 1024;

/** One value a line; blank lines are counted and left out. @throws RECORD_TOO_LONG */
export async function* lines(parts: AsyncIterable<string>): AsyncGenerator<readonly JsonText[]> {
  let rest = "";
  let number = 0;
  for await (const part of parts) {
    const found = (rest + part).split("\n");
    rest = found.pop() ?? "";
    requireShort(rest.length, number + 1);
    yield found.map((text) => ({ number: ++number, text })).filter(isWritten);
  }
  yield [{ number: number + 1, text: rest }].filter(isWritten);
}

function isWritten({ text, number }: JsonText): boolean {
  requireShort(text.length, number);
  return /\S/.test(text);
}

/** The elements of one array, however it is laid out. @throws JSON_BROKEN, FILE_TRUNCATED, RECORD_TOO_LONG */
export async function* arrayElements(parts: AsyncIterable<string>): AsyncGenerator<readonly JsonText[]> {
  const scanner = new ArrayScanner();
  for await (const part of parts) yield scanner.read(part);
  scanner.end();
}

type State = "BEFORE_ARRAY" | "BEFORE_ELEMENT" | "ELEMENT" | "AFTER_ELEMENT" | "AFTER_ARRAY";

/** What stands between elements, and what follows it. */
const STEPS: Readonly<Partial<Record<State, Readonly<Record<string, State>>>>> = {
  BEFORE_ARRAY: { "[": "BEFORE_ELEMENT" },
  AFTER_ELEMENT: { ",": "BEFORE_ELEMENT", "]": "AFTER_ARRAY" },
};
const SPACE = /\s/;

/** Finds where elements begin and end; whether they are JSON, their parser says. */
class ArrayScanner {
  #state: State = "BEFORE_ARRAY";
  #number = 0;
  #kept = "";
  #depth = 0;
  #isString = false;
  #isEscaped = false;

  read(part: string): readonly JsonText[] {
    const found: JsonText[] = [];
    let start = 0;
    for (let at = 0; at < part.length; at++) {
      const character = part[at] ?? "";
      if (this.#state !== "ELEMENT") {
        if (this.#between(character)) start = at;
      } else if (this.#isElementEnd(character)) {
        const isCloser = character === "}" && this.#depth === 0;
        found.push({ number: this.#number, text: this.#kept + part.slice(start, isCloser ? at + 1 : at) });
        this.#kept = "";
        this.#state = "AFTER_ELEMENT";
        if (!isCloser) this.#between(character);
      }
    }
    if (this.#state === "ELEMENT") this.#kept += part.slice(start);
    requireShort(this.#kept.length, this.#number);
    return found;
  }

  end(): void {
    if (this.#state === "AFTER_ARRAY") return;
    throw new ImportRefused(
      "FILE_TRUNCATED",
      `JSON 数组没有收尾（读到第 ${this.#number} 个对象），文件可能没有传完整。请检查后重新发送。`,
    );
  }

  /** Outside of elements. True if one begins here. */
  #between(character: string): boolean {
    if (SPACE.test(character)) return false;
    const next = STEPS[this.#state]?.[character];
    const isEmptyArray = this.#state === "BEFORE_ELEMENT" && this.#number === 0 && character === "]";
    if (next ?? isEmptyArray) {
      this.#state = next ?? "AFTER_ARRAY";
      return false;
    }
    if (this.#state !== "BEFORE_ELEMENT") throw broken(this.#number);
    this.#number += 1;
    this.#state = "ELEMENT";
    this.#depth = 0;
    return !this.#isElementEnd(character);
  }

  /** Inside of an element: the brace that closes it, or what follows a bare value. */
  #isElementEnd(character: string): boolean {
    if (this.#isString) {
      this.#readString(character);
      return false;
    }
    switch (character) {
      case '"':
        this.#isString = true;
        return false;
      case "{":
      case "[":
        this.#depth += 1;
        return false;
      case "}":
        this.#depth -= 1;
        return this.#depth === 0;
      case "]":
        this.#depth -= 1;
        return this.#depth < 0;
      default:
        return character === "," && this.#depth === 0;
    }
  }

  #readString(character: string): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (character === "\\") this.#isEscaped = true;
    else if (character === '"') this.#isString = false;
  }
}

function broken(number: number): ImportRefused {
  return new ImportRefused(
    "JSON_BROKEN",
    `第 ${number} 个对象之后不是合格的 JSON 数组，对象之间应以一个逗号隔开。`,
  );
}

function requireShort(length: number, number: number): void {
  if (length <= LONGEST_OBJECT) return;
  throw new ImportRefused("RECORD_TOO_LONG", `第 ${number} 个对象超过 ${LONGEST_OBJECT} 字，不是清单。`);
}

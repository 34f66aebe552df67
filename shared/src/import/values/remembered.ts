import type { Cell, CellParser } from "../list-definition.ts";

/** Columns repeat themselves: a few thousand texts are most of what a list says. */
const MOST_REMEMBERED = 5_000;

/** The longest text worth keeping. */
const LONGEST_KEY = 200;

/**
 * A map that holds at most twice its capacity and lets go of what was not asked for lately. Two generations
 * instead of a list in order of use: a hit costs one look. `undefined` cannot be stored.
 */
export class RecentMap<Value> {
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  constructor(private readonly capacity: number = MOST_REMEMBERED) {}

  get(key: string): Value | undefined {
    const value = this.#young.get(key);
    if (value !== undefined) return value;
    const older = this.#old.get(key);
    if (older !== undefined) this.set(key, older);
    return older;
  }

  set(key: string, value: Value): void {
    if (this.#young.size >= this.capacity) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}

/** A function of a text that is dear to compute; answers must not be changed by those who get them. */
export function rememberedOf<Value extends object>(
  compute: (text: string) => Value,
  capacity?: number,
): (text: string) => Value {
  const known = new RecentMap<Value>(capacity);
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = compute(text);
    if (text.length <= LONGEST_KEY) known.set(text, value);
    return value;
  };
}

/**
 * The parser with a memory. Only what it read without a word to the sender is kept: a notice or a refusal
 * speaks of its own row, and may hang on the day. Values must not be changed by those who get them.
 */
export function remembered<T>(parse: CellParser<T>, capacity?: number): CellParser<T> {
  const known = new RecentMap<{ readonly value: T }>(capacity);
  return (sent, cell) => {
    const before = known.get(sent);
    if (before !== undefined) return before.value;
    const listening = new ListeningCell(cell);
    const value = parse(sent, listening);
    if (!listening.spoke && sent.length <= LONGEST_KEY) known.set(sent, { value });
    return value;
  };
}

class ListeningCell implements Cell {
  spoke = false;

  constructor(private readonly cell: Cell) {}

  get label(): string {
    return this.cell.label;
  }

  get present(): boolean {
    return this.cell.present;
  }

  get today(): string {
    return this.cell.today;
  }

  get year(): number | null {
    return this.cell.year;
  }

  refuse(code: string, message: string, suggestion: string | null = null): never {
    return this.cell.refuse(code, message, suggestion);
  }

  correct(code: string, message: string, suggestion: string | null = null): void {
    this.spoke = true;
    this.cell.correct(code, message, suggestion);
  }
}

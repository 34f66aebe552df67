import type { Answer } from "../platform/gateway-client.ts";

/** One mutated file: the seed and the source make it again. */
export interface FuzzCase {
  readonly source: string;
  readonly seed: number;
  readonly isPublished: boolean;
}

export interface Offence extends FuzzCase {
  readonly status: number;
  readonly ms: number;
  readonly text: string;
}

const SLOWEST_MS = 1_000;
const SHOWN_LENGTH = 300;

/** Counts what was answered, and keeps what must not have been. */
export class Tally {
  count = 0;
  slowest = { source: "", seed: 0, ms: 0 };
  /** Server errors and cut connections. */
  readonly failed: Offence[] = [];
  readonly slow: Offence[] = [];
  readonly #codes = new Map<string, Record<string, number>>();

  add({ source, seed, isPublished }: FuzzCase, { status, text, ms }: Answer): void {
    this.count += 1;
    const codes = this.#codes.get(source) ?? {};
    this.#codes.set(source, codes);
    const code = status === 200 ? outcomeOf(text) : `${status} ${codeOf(text)}`;
    codes[code] = (codes[code] ?? 0) + 1;
    if (ms > this.slowest.ms) this.slowest = { source, seed, ms: Math.round(ms) };
    const offence = {
      source,
      seed,
      isPublished,
      status,
      ms: Math.round(ms),
      text: text.slice(0, SHOWN_LENGTH),
    };
    if (status === 0 || status >= 500) this.failed.push(offence);
    if (ms > SLOWEST_MS) this.slow.push(offence);
  }

  /** How often which answer came, by source. */
  table(): Record<string, Record<string, number>> {
    const rows: Record<string, Record<string, number>> = {};
    for (const [source, codes] of this.#codes) {
      for (const [code, count] of Object.entries(codes)) (rows[code] ??= {})[source] = count;
    }
    return Object.fromEntries(Object.entries(rows).sort(([a], [b]) => a.localeCompare(b)));
  }
}

function outcomeOf(text: string): string {
  const { counts } = JSON.parse(text) as { counts: { total: number; refused: number } };
  if (counts.refused === 0) return "200 every row taken";
  return counts.refused === counts.total ? "200 every row refused" : "200 some rows refused";
}

function codeOf(text: string): string {
  try {
    return (JSON.parse(text) as { code?: string }).code ?? "";
  } catch {
    return text.slice(0, 40);
  }
}

import type { Cell, CellParser } from "../list-definition.ts";

/** What a parser made of a text: its value, or the code it was refused with, and the codes of notices. */
interface Parsed<T> {
  readonly value?: T;
  readonly refused?: string;
  readonly corrected: readonly string[];
  readonly messages: readonly string[];
}

class Refused extends Error {}

/** Runs a parser on one cell, as the engine would, on 2026-09-03 and without a year in the title unless told. */
export function parseCell<T>(
  parse: CellParser<T>,
  text: string,
  { today = "2026-09-03", year = null }: { today?: string; year?: number | null } = {},
): Parsed<T> {
  const corrected: string[] = [];
  const messages: string[] = [];
  let refused: string | undefined;
  const cell: Cell = {
    label: "某列",
    present: true,
    today,
    year,
    refuse: (code, message, suggestion) => {
      refused = code;
      messages.push(message, suggestion ?? "");
      throw new Refused();
    },
    correct: (code, message) => {
      corrected.push(code);
      messages.push(message);
    },
  };
  try {
    return { value: parse(text, cell), corrected, messages };
  } catch (error) {
    if (error instanceof Refused && refused !== undefined) return { refused, corrected, messages };
    throw error;
  }
}

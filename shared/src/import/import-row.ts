import type { ImportProblem, ProblemSeverity, RowOutcome, RowVerdict } from "./report.ts";
import { maskPersonalNumbers } from "./values/personal-numbers.ts";

/** Where a field stands in the file. */
export interface FieldPlace {
  readonly index: number;
  readonly column: string;
  readonly heading: string;
  /** Personal columns are never quoted in a report. */
  readonly personal: boolean;
}

/** Field name → its place; fields the file does not have are missing. */
export type FieldPlaces = ReadonlyMap<string, FieldPlace>;

const LONGEST_QUOTED_VALUE = 200;
const NONE: readonly ImportProblem[] = [];

/** One record of a file on its way into a list: its values, what was wrong, what became of it. */
export class ImportRow<V extends object = object> {
  /** Complete for every row that reaches `complete`, `resolve`, `keysOf` and `store`. */
  readonly values: V = {} as V;
  /** Of the values after `resolve`; equal hashes mean that the stored row need not be rewritten. */
  contentHash = "";
  /** Of the cells as sent and of how they are read, base64; null where no hash is kept. */
  sourceHash: string | null = null;
  /** What the definition's `prepare` made of the row. */
  prepared: unknown = null;
  /** Set by `store`. */
  outcome: RowOutcome | null = null;
  /** Identity of the stored row. Set by `store`. */
  id: string | null = null;
  #problems: ImportProblem[] | null = null;
  #refused = false;

  constructor(
    /** From 0 through all sheets of an upload. */
    readonly ordinal: number,
    /** Number of the row in its sheet, from 1. */
    readonly row: number,
    readonly cells: readonly string[],
    readonly places: FieldPlaces,
    /** The workbook's sheet; null for formats without sheets. */
    readonly sheet: string | null = null,
  ) {}

  get problems(): readonly ImportProblem[] {
    return this.#problems ?? NONE;
  }

  get isRefused(): boolean {
    return this.#refused;
  }

  get isCorrected(): boolean {
    return !this.#refused && this.#problems !== null;
  }

  /** The publisher's own number, by convention in the field `externalId`. */
  get externalId(): string | null {
    const { externalId } = this.values as { externalId?: unknown };
    return typeof externalId === "string" && externalId !== "" ? externalId : null;
  }

  /** Whether the file has a column for this field. */
  has(field: string): boolean {
    return this.places.has(field);
  }

  /** The row will not be taken. `field` null: the row as a whole. */
  refuse(field: string | null, code: string, message: string, suggestion: string | null = null): void {
    this.#refused = true;
    this.#add("REFUSED", field, code, message, suggestion);
  }

  /** The row is taken, and the sender is told what was changed or assumed. */
  correct(field: string | null, code: string, message: string, suggestion: string | null = null): void {
    this.#add("CORRECTED", field, code, message, suggestion);
  }

  get verdict(): RowVerdict {
    return this.#refused ? "REJECT" : this.isCorrected ? "CORRECT" : "ACCEPT";
  }

  #add(
    severity: ProblemSeverity,
    field: string | null,
    code: string,
    message: string,
    suggestion: string | null,
  ): void {
    const place = field === null ? undefined : this.places.get(field);
    this.#problems ??= [];
    this.#problems.push({
      sheet: this.sheet,
      row: this.row,
      column: place?.column ?? null,
      field,
      heading: place?.heading ?? null,
      severity,
      code,
      message: maskPersonalNumbers(message),
      suggestion,
      value: place === undefined ? null : this.#quote(place),
    });
  }

  #quote({ index, personal }: FieldPlace): string | null {
    const text = personal ? "" : (this.cells[index] ?? "");
    return text === "" ? null : quoted(text);
  }
}

/** Reports are kept and passed on; a number in the wrong column is as personal as in the right one. */
function quoted(text: string): string {
  return maskPersonalNumbers(text).slice(0, LONGEST_QUOTED_VALUE);
}

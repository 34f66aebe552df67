import { ImportRow } from "./import-row.ts";
import type { KnownRow } from "./list-definition.ts";
import {
  MOST_PROBLEMS,
  type ImportCounts,
  type ImportProblem,
  type RowOutcome,
  type RowVerdict,
} from "./report.ts";

const VERDICTS: readonly RowVerdict[] = ["ACCEPT", "CORRECT", "REJECT"];
const OUTCOMES: readonly (RowOutcome | null)[] = [null, "NEW", "CHANGED", "UNCHANGED"];
const FIRST_CAPACITY = 1 << 10;
/** How much of the report is put together at once. */
const ROWS_PER_CHUNK = 2_000;

/** What became of every row of an upload, in some 80 bytes a row: an upload may have 500,000 of them. */
export class ImportLog {
  readonly #problems: { readonly ordinal: number; readonly problem: ImportProblem }[] = [];
  readonly #notices: ImportProblem[] = [];
  #problemsOmitted = 0;
  #numbers = new Uint32Array(FIRST_CAPACITY);
  /** Verdict and outcome, two bits each. */
  #states = new Uint8Array(FIRST_CAPACITY);
  readonly #ids: (string | null)[] = [];
  readonly #externalIds: (string | null)[] = [];
  /** Sheets by the ordinal of their first row. */
  readonly #sheets: { readonly from: number; readonly name: string | null }[] = [];
  readonly #counts = { total: 0, new: 0, changed: 0, unchanged: 0, withdrawn: 0, refused: 0, corrected: 0 };

  get counts(): Readonly<ImportCounts> {
    return this.#counts;
  }

  /** What concerns the file first, then row by row. */
  get problems(): readonly ImportProblem[] {
    const byRow = this.#problems.toSorted((a, b) => a.ordinal - b.ordinal);
    return [...this.#notices, ...byRow.map(({ problem }) => problem)];
  }

  get problemsOmitted(): number {
    return this.#problemsOmitted;
  }

  /** Rows with these ordinals onwards stand in this sheet. */
  startSheet(from: number, name: string | null): void {
    this.#sheets.push({ from, name });
  }

  /** As soon as a row is read, so that later rows can name it. */
  place(ordinal: number, number: number): void {
    if (ordinal >= this.#numbers.length) this.#grow();
    this.#numbers[ordinal] = number;
  }

  /** Where a row stands, for messages: 第 7 行, or 工作表“三月”第 7 行. */
  placeOf(ordinal: number): string {
    const sheet = this.#sheetOf(ordinal);
    const isOnly = this.#sheets.length === 1;
    return `${sheet === null || isOnly ? "" : `工作表“${sheet}”`}第 ${this.#numbers[ordinal] ?? 0} 行`;
  }

  add(row: ImportRow): void {
    this.#note(row.ordinal, row.verdict, row.isRefused ? null : row.outcome);
    this.#ids[row.ordinal] = row.isRefused ? null : row.id;
    this.#externalIds[row.ordinal] = row.externalId;
    for (const problem of row.problems) {
      if (this.#problems.length < MOST_PROBLEMS) this.#problems.push({ ordinal: row.ordinal, problem });
      else this.#problemsOmitted += 1;
    }
  }

  /** A row that was recognised without being read. */
  addKnown(ordinal: number, { id, externalId }: KnownRow): void {
    this.#note(ordinal, "ACCEPT", "UNCHANGED");
    this.#ids[ordinal] = id;
    this.#externalIds[ordinal] = externalId;
  }

  /** A row that was recognised without being read, a second time. */
  addSecond(ordinal: number, refuse: (row: ImportRow) => void): void {
    const row = new ImportRow(ordinal, this.#numbers[ordinal] ?? 0, [], new Map(), this.#sheetOf(ordinal));
    refuse(row);
    this.add(row);
  }

  /** Something about the file as a whole. */
  addNotice(notice: ImportProblem): void {
    this.#notices.push(notice);
  }

  addWithdrawn(count: number): void {
    this.#counts.withdrawn += count;
  }

  /** Nothing was stored after all. */
  dropOutcomes(): void {
    this.#states.forEach((state, i) => (this.#states[i] = state & 0b11));
    Object.assign(this.#counts, { new: 0, changed: 0, unchanged: 0, withdrawn: 0 });
  }

  /** The report's `results` as JSON text, without the brackets. @param keepsNewIds false: nothing was kept */
  *resultsJson(keepsNewIds: boolean): Generator<string> {
    for (let start = 0; start < this.#counts.total; start += ROWS_PER_CHUNK) {
      const end = Math.min(start + ROWS_PER_CHUNK, this.#counts.total);
      let text = "";
      for (let i = start; i < end; i++) text += (i === 0 ? "" : ",") + this.#resultJson(i, keepsNewIds);
      yield text;
    }
  }

  #resultJson(ordinal: number, keepsNewIds: boolean): string {
    const state = this.#states[ordinal] ?? 0;
    const outcome = OUTCOMES[state >> 2] ?? null;
    const id = outcome === null || (outcome === "NEW" && !keepsNewIds) ? null : this.#ids[ordinal];
    return JSON.stringify({
      sheet: this.#sheetOf(ordinal),
      row: this.#numbers[ordinal],
      verdict: VERDICTS[state & 0b11],
      outcome,
      id: id ?? null,
      externalId: this.#externalIds[ordinal] ?? null,
    });
  }

  #note(ordinal: number, verdict: RowVerdict, outcome: RowOutcome | null): void {
    this.#states[ordinal] = VERDICTS.indexOf(verdict) | (OUTCOMES.indexOf(outcome) << 2);
    const counts = this.#counts;
    counts.total += 1;
    if (verdict === "REJECT") counts.refused += 1;
    if (verdict === "CORRECT") counts.corrected += 1;
    if (outcome === "NEW") counts.new += 1;
    if (outcome === "CHANGED") counts.changed += 1;
    if (outcome === "UNCHANGED") counts.unchanged += 1;
  }

  #sheetOf(ordinal: number): string | null {
    return this.#sheets.findLast(({ from }) => from <= ordinal)?.name ?? null;
  }

  #grow(): void {
    const numbers = new Uint32Array(this.#numbers.length * 2);
    numbers.set(this.#numbers);
    this.#numbers = numbers;
    const states = new Uint8Array(numbers.length);
    states.set(this.#states);
    this.#states = states;
  }
}

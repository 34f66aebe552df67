import type { ImportProblem, ImportReport, ImportRowResult } from "../report.ts";

/** What an annotated sheet says of one row. */
export interface RowRemark {
  /** 收·新增, 更正·未变, 退回 … */
  readonly verdict: string;
  /** Every problem of the row with its column letter; empty if there is none. */
  readonly text: string;
  readonly isRefused: boolean;
  readonly problems: readonly ImportProblem[];
}

const OUTCOMES = { NEW: "新增", CHANGED: "有变", UNCHANGED: "未变" } as const;

/** The report by sheet and row. What it says of the file as a whole goes to the first row of each sheet. */
export class RowRemarks {
  readonly #results = new Map<string | null, Map<number, ImportRowResult>>();
  readonly #problems = new Map<string | null, Map<number, ImportProblem[]>>();
  readonly #general: string[];

  constructor(private readonly report: ImportReport) {
    for (const result of report.results) rowsOf(this.#results, result.sheet).set(result.row, result);
    for (const problem of report.problems) {
      const rows = rowsOf(this.#problems, problem.sheet);
      const known = rows.get(problem.row);
      if (known) known.push(problem);
      else rows.set(problem.row, [problem]);
    }
    this.#general = generalRemarks(report);
  }

  /** Names of the sheets that were read as lists. */
  get sheets(): readonly (string | null)[] {
    return [...this.#results.keys()];
  }

  /** Where a sheet's heading stands: the report says it of the first sheet, and forms are alike. */
  headingRow(sheet: string | null): number {
    const first = this.#firstRow(sheet);
    const { headingRow } = this.report;
    return sheet === this.sheets[0] ? headingRow : Math.max(1, Math.min(headingRow, first - 1));
  }

  /** Null for rows that are no data: titles, sums, notes. */
  of(sheet: string | null, row: number): RowRemark | null {
    const result = this.#results.get(sheet)?.get(row);
    if (!result) return null;
    const problems = this.#problems.get(sheet)?.get(row) ?? [];
    const general = row === this.#firstRow(sheet) ? this.#ofSheet(sheet) : [];
    return {
      verdict: this.#verdictOf(result),
      text: joined([
        ...problems.map((problem) => this.#described(problem)),
        ...general.map((text) => `全表：${text}`),
      ]),
      isRefused: result.verdict === "REJECT",
      problems,
    };
  }

  /** Problems of columns, which stand at the heading. */
  ofHeading(sheet: string | null): readonly ImportProblem[] {
    return this.#problems.get(sheet)?.get(this.headingRow(sheet)) ?? [];
  }

  /** Problems beside the rows' own: of columns, and of the file. */
  #ofSheet(sheet: string | null): string[] {
    const ofRows = this.#results.get(sheet);
    const problems = [...(this.#problems.get(sheet) ?? [])]
      .filter(([row]) => !ofRows?.has(row))
      .flatMap(([, ofRow]) => ofRow.map((problem) => this.#described(problem)));
    return sheet === this.sheets[0] ? [...problems, ...this.#elsewhere(), ...this.#general] : problems;
  }

  /** Of sheets that could not be read as lists: there is no row of theirs to say it at. */
  #elsewhere(): string[] {
    return [...this.#problems]
      .filter(([sheet]) => !this.#results.has(sheet))
      .flatMap(([, rows]) => [...rows.values()].flat())
      .map((problem) => (problem.sheet === null ? "" : `工作表“${problem.sheet}”：`) + described(problem));
  }

  /** The columns of JSON have names and no letters. */
  #described(problem: ImportProblem): string {
    if (this.report.format !== "JSONL" || problem.heading === null) return described(problem);
    return `“${problem.heading}”：${described({ ...problem, column: null })}`;
  }

  #verdictOf({ verdict, outcome }: ImportRowResult): string {
    if (verdict === "REJECT") return "退回";
    const taken = verdict === "CORRECT" ? "更正" : "收";
    if (outcome !== null) return `${taken}·${OUTCOMES[outcome]}`;
    return this.report.code === null ? taken : `${taken}·未发布`;
  }

  #firstRow(sheet: string | null): number {
    const { value } = (this.#results.get(sheet) ?? new Map<number, unknown>()).keys().next();
    return value ?? 1;
  }
}

function rowsOf<T>(bySheet: Map<string | null, Map<number, T>>, sheet: string | null): Map<number, T> {
  const known = bySheet.get(sheet);
  if (known) return known;
  const rows = new Map<number, T>();
  bySheet.set(sheet, rows);
  return rows;
}

function generalRemarks({ code, dryRun, counts, problemsOmitted }: ImportReport): string[] {
  return [
    ...(dryRun ? ["这是试算，没有写入"] : []),
    ...(code === null ? [] : ["有行被退回，要求全部合格才收，所以整单未发布"]),
    ...(counts.withdrawn > 0 ? [`撤下 ${counts.withdrawn} 条已发布而本次没有列出的`] : []),
    ...(problemsOmitted > 0 ? [`问题太多，还有 ${problemsOmitted} 处没有列出`] : []),
  ];
}

/** Begins with 列 or the message's own words, never with a sign that a spreadsheet would calculate. */
export function described({ column, message, suggestion }: ImportProblem): string {
  const where = column === null ? "" : `${column} 列：`;
  return `${where}${message}${suggestion ?? ""}`;
}

function joined(texts: readonly string[]): string {
  return texts.map((text) => text.replace(/[。；\s]+$/u, "")).join("；") + (texts.length > 0 ? "。" : "");
}

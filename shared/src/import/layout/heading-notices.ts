import { columnLetter } from "../column-letter.ts";
import type { ImportProblem } from "../report.ts";

/** What the sender is told about a heading that could be read, column by column. */
export class HeadingNotices {
  readonly #said: { readonly index: number; readonly problem: ImportProblem }[] = [];

  constructor(
    private readonly headings: readonly string[],
    private readonly where: { readonly sheet?: string | null; readonly row?: number },
  ) {}

  /** In the order of the columns. */
  get all(): readonly ImportProblem[] {
    return this.#said.sort((a, b) => a.index - b.index).map(({ problem }) => problem);
  }

  unknown(index: number): void {
    this.#add(
      index,
      "UNKNOWN_COLUMN",
      `认不出 ${this.#named(index)}，这一列没有导入。`,
      "请改用认得的列名，或删去这一列。",
    );
  }

  guessed(index: number, label: string): void {
    this.#add(
      index,
      "COLUMN_GUESSED",
      `${this.#named(index)}按“${label}”导入，这是按列名猜的，请核对。`,
      `如果猜对了，请把列名改为“${label}”；如果不对，请换一个列名。`,
    );
  }

  notUsed(index: number, label: string, winner: number): void {
    this.#add(
      index,
      "COLUMN_NOT_USED",
      `“${label}”已按标签或保存的对应关系取自 ${this.#named(winner)}，${this.#named(index)}没有导入。`,
      null,
    );
  }

  #named(index: number): string {
    return `${columnLetter(index)} 列“${this.headings[index] ?? ""}”`;
  }

  #add(index: number, code: string, message: string, suggestion: string | null): void {
    const problem: ImportProblem = {
      sheet: this.where.sheet ?? null,
      row: this.where.row ?? 1,
      column: columnLetter(index),
      field: null,
      heading: this.headings[index] ?? "",
      severity: "NOTICE",
      code,
      message,
      suggestion,
      value: null,
    };
    this.#said.push({ index, problem });
  }
}

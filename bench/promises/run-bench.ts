import { join } from "node:path";
import { PROJECT, runProgram } from "./run-program.ts";

/** What a bench printed: a person who runs it by hand reads the figures that are judged here. */
export class Bench {
  private readonly rows: readonly Row[];

  constructor(readonly output: string) {
    this.rows = rowsOf(output);
  }

  /** The one figure of a row. @returns NaN where there is no such row, or no number in it */
  figure(label: string): number {
    return this.figures(label, "measured")[0] ?? NaN;
  }

  /** What a column says in all rows with this text in their label. */
  figures(label: string, column: string): readonly number[] {
    const cells = this.rows.filter((row) => row.label.includes(label)).map((row) => row.cells[column]);
    return cells.map((cell) => Number.parseFloat(cell ?? ""));
  }
}

interface Row {
  readonly label: string;
  readonly cells: Readonly<Record<string, string>>;
}

/** Runs bench/NAME.ts. @param env its settings @param minutes it is given at most */
export async function runBench(name: string, env: NodeJS.ProcessEnv, minutes: number): Promise<Bench> {
  // Without a shell or npm between, so that it is the bench that ends when its time is up.
  const args = ["--conditions=development", "--import", "tsx", join(PROJECT, "bench", `${name}.ts`)];
  const settings = { TSX_TSCONFIG_PATH: join(PROJECT, "tsconfig.base.json"), ...env };
  const { output, status } = await runProgram(args, { env: settings, minutes });
  // Whoever sees a promise missed wants to know more.
  if (status !== 0) console.log(output);
  return new Bench(output);
}

/** The rows of the tables that `console.table` printed, of each table by its headings. */
function rowsOf(output: string): Row[] {
  const rows: Row[] = [];
  let headings: readonly string[] = [];
  for (const line of output.split("\n").filter((one) => one.startsWith("│"))) {
    const [label = "", ...cells] = line
      .split("│")
      .slice(1, -1)
      .map((cell) => cell.trim().replace(/^'(.*)'$/, "$1"));
    if (label === "(index)") headings = cells;
    else rows.push({ label, cells: Object.fromEntries(headings.map((name, i) => [name, cells[i] ?? ""])) });
  }
  return rows;
}

import type { ImportLog } from "./import-log.ts";
import type { ListLayout } from "./layout.ts";
import type { ImportScope } from "./list-definition.ts";
import type { ImportReport } from "./report.ts";
import type { OpenUpload } from "./sheet.ts";

interface Imported {
  readonly list: string;
  readonly opened: Pick<OpenUpload, "format" | "encoding">;
  readonly layout: ListLayout | null;
  readonly scope: ImportScope;
  readonly log: ImportLog;
  /** False: refused rows kept the whole list out. */
  readonly isTaken: boolean;
}

/** What the sender is told, as UTF-8 JSON: of the file, of each row, of each cell changed or refused. */
export function buildReport({ list, opened, layout, scope, log, isTaken }: Imported): Buffer {
  const { changes } = scope.session;
  const published = isTaken && !scope.dryRun;
  const head: Omit<ImportReport, "results"> = {
    id: scope.importId,
    list,
    fileName: scope.fileName,
    format: opened.format,
    encoding: opened.encoding,
    unitId: scope.unitId,
    mode: scope.mode,
    rows: scope.rows,
    dryRun: scope.dryRun,
    published,
    code: isTaken ? null : "ROWS_REFUSED",
    counts: log.counts,
    headingRow: layout?.headingRow ?? 1,
    mapping: layout?.heading.mapping ?? [],
    problems: log.problems,
    problemsOmitted: log.problemsOmitted,
    changes: isTaken ? changes.shown : [],
    changesOmitted: isTaken ? changes.omitted : 0,
  };
  // Written straight into its bytes: as objects the rows of a long list would need ten times the space.
  const report = new GrowingText(log.counts.total * BYTES_PER_ROW);
  report.write(`${JSON.stringify(head).slice(0, -1)},"results":[`);
  for (const text of log.resultsJson(published)) report.write(text);
  report.write("]}");
  return report.bytes;
}

/** What a row's result mostly takes; space that is not used is never touched. */
const BYTES_PER_ROW = 170;
const LEAST_BYTES = 64 * 1024;

/** UTF-8 in one piece of memory of its own, so that it can change threads without being copied. */
class GrowingText {
  #buffer: Buffer;
  #length = 0;

  constructor(expected: number) {
    this.#buffer = Buffer.allocUnsafeSlow(Math.max(expected, LEAST_BYTES));
  }

  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  write(text: string): void {
    const needed = this.#length + Buffer.byteLength(text);
    if (needed > this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2));
      this.#buffer.copy(larger, 0, 0, this.#length);
      this.#buffer = larger;
    }
    this.#length += this.#buffer.write(text, this.#length);
  }
}

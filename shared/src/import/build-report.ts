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
  // Put together in pieces: as objects the rows of a long list would need ten times the space.
  const chunks = [Buffer.from(`${JSON.stringify(head).slice(0, -1)},"results":[`)];
  for (const text of log.resultsJson(published)) chunks.push(Buffer.from(text));
  chunks.push(Buffer.from("]}"));
  return Buffer.concat(chunks);
}

import type { Encoding } from "./decode.ts";
import type { ImportRow } from "./import-row.ts";
import type { ImportScope } from "./list-definition.ts";
import type { RowsRead } from "./read-rows.ts";
import type { ImportCounts, ImportProblem, ImportReport, ImportRowResult } from "./report.ts";

/** What storing came to; `isTaken` false: refused rows kept the whole list out. */
export interface Publication {
  readonly isTaken: boolean;
  readonly withdrawn: number;
  readonly notices: readonly ImportProblem[];
}

interface Imported<V extends object> {
  readonly list: string;
  readonly encoding: Encoding | null;
  readonly scope: ImportScope;
  readonly read: RowsRead<V>;
  readonly publication: Publication;
}

/** What the sender is told: of the file, of each row, of each cell that was changed or refused. */
export function buildReport<V extends object>({
  list,
  encoding,
  scope,
  read,
  publication: { isTaken, withdrawn, notices },
}: Imported<V>): ImportReport {
  const published = isTaken && !scope.dryRun;
  const results = read.rows.map((row) => resultOf(row, published));
  return {
    id: scope.importId,
    list,
    fileName: scope.fileName,
    encoding,
    unitId: scope.unitId,
    mode: scope.mode,
    rows: scope.rows,
    dryRun: scope.dryRun,
    published,
    code: isTaken ? null : "ROWS_REFUSED",
    counts: countsOf(read.rows, results, withdrawn),
    mapping: read.mapping,
    problems: [...read.notices, ...notices, ...read.rows.flatMap(({ problems }) => problems)],
    results,
  };
}

/** A new row has no identity until it is published. */
function resultOf(row: ImportRow, published: boolean): ImportRowResult {
  const result = row.toResult();
  return published || result.outcome !== "NEW" ? result : { ...result, id: null };
}

function countsOf(
  rows: readonly ImportRow[],
  results: readonly ImportRowResult[],
  withdrawn: number,
): ImportCounts {
  const counts = {
    total: rows.length,
    new: 0,
    changed: 0,
    unchanged: 0,
    withdrawn,
    refused: 0,
    corrected: 0,
  };
  for (const { verdict, outcome } of results) {
    if (verdict === "REJECT") counts.refused += 1;
    if (verdict === "CORRECT") counts.corrected += 1;
    if (outcome === "NEW") counts.new += 1;
    if (outcome === "CHANGED") counts.changed += 1;
    if (outcome === "UNCHANGED") counts.unchanged += 1;
  }
  return counts;
}

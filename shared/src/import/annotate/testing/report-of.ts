import type { ImportProblem, ImportReport, ImportRowResult, ProblemSeverity } from "../../report.ts";

interface Told {
  readonly row: number;
  readonly sheet?: string | null;
  readonly verdict?: ImportRowResult["verdict"];
  readonly outcome?: ImportRowResult["outcome"];
}

/** A report as the import gives it, with what a test is about. */
export function reportOf(
  format: string,
  rows: readonly Told[],
  { problems = [], ...rest }: Partial<ImportReport> = {},
): ImportReport {
  return {
    id: "00000000-0000-4000-8000-000000000001",
    list: "resources",
    fileName: `清单.${format.toLowerCase()}`,
    format,
    encoding: "UTF-8",
    unitId: null,
    mode: "merge",
    rows: "good",
    dryRun: false,
    published: true,
    code: null,
    counts: { total: rows.length, new: 0, changed: 0, unchanged: 0, withdrawn: 0, refused: 0, corrected: 0 },
    headingRow: 1,
    mapping: [],
    problems,
    problemsOmitted: 0,
    changes: [],
    changesOmitted: 0,
    results: rows.map(({ row, sheet = null, verdict = "ACCEPT", outcome = "NEW" }) => ({
      sheet,
      row,
      verdict,
      outcome: verdict === "REJECT" ? null : outcome,
      id: null,
      externalId: null,
    })),
    ...rest,
  };
}

export function problemAt(
  row: number,
  column: string | null,
  message: string,
  { severity = "REFUSED", sheet = null }: { severity?: ProblemSeverity; sheet?: string | null } = {},
): ImportProblem {
  return {
    sheet,
    row,
    column,
    field: null,
    heading: null,
    severity,
    code: "NUMBER_NEGATIVE",
    message,
    suggestion: "请改正。",
    value: null,
  };
}

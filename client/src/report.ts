/** The server's report, as far as this client reads it. Fields may be added by a newer server. */
export interface Report {
  readonly id: string;
  readonly list: string;
  readonly fileName: string | null;
  readonly format?: string;
  readonly encoding: string | null;
  readonly dryRun: boolean;
  readonly published: boolean;
  readonly code: string | null;
  readonly counts: ReportCounts;
  readonly mapping: readonly ReportMapping[];
  readonly problems: readonly ReportProblem[];
  readonly problemsOmitted?: number;
  readonly changes?: readonly ReportChange[];
  readonly changesOmitted?: number;
}

export interface ReportCounts {
  readonly total: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly withdrawn: number;
  readonly refused: number;
  readonly corrected: number;
}

export interface ReportMapping {
  readonly column: string;
  readonly heading: string;
  readonly field: string | null;
  readonly by?: string | null;
}

export interface ReportProblem {
  readonly sheet?: string | null;
  readonly row: number;
  readonly column: string | null;
  readonly severity: string;
  readonly code: string;
  readonly message: string;
  readonly suggestion: string | null;
}

export interface ReportChange {
  readonly externalId: string | null;
  readonly title: string | null;
  readonly kind: string;
  readonly fields: readonly {
    readonly label: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

/** The headings of the columns that an annotated sheet adds. */
export const RESULT_HEADINGS = ["导入结果", "问题与建议"] as const;

/** The same as fields of JSON lines. */
export const RESULT_FIELDS = { verdict: "_result", text: "_problems" } as const;

/** What a corrected sheet brings back from an earlier report; the import passes over it without a word. */
export const REPORTED_HEADINGS: readonly string[] = [...RESULT_HEADINGS, ...Object.values(RESULT_FIELDS)];

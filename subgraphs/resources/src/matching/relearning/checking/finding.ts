/** What can be wrong with a line of the lexicon. An error makes it mean something else than its author meant. */
export const ERRORS = {
  HEADING: "标题行不对",
  CELLS: "格数不对",
  HALF_WIDTH_COMMA: "多了半角逗号",
  NO_NAME: "没有概念名",
  UNKNOWN_CATEGORY: "类别代码不在目录里",
  DUPLICATE_CONCEPT: "概念名重复",
  UNKNOWN_BROADER: "上级概念不存在",
  CIRCULAR_BROADER: "上级概念成环",
  SAID_TWICE: "同一概念里说法重复",
  UNKNOWN_CONCEPT: "例句的概念不存在",
  UNKNOWN_SIDE: "例句的一方不对",
  NO_TEXT: "例句没有文字",
} as const;

/** What is allowed and seldom meant. */
export const WARNINGS = {
  SHARED: "不同类别的概念共用说法",
  ONE_CHARACTER: "说法只有一个字",
  TOO_GENERAL: "说法太笼统",
  NEVER_MATCHES: "说法永远对不上",
} as const;

export type FindingKind = keyof typeof ERRORS | keyof typeof WARNINGS;

/** Something that a person should look at. */
export interface Finding {
  readonly kind: FindingKind;
  /** Below the data folder, such as `lexicon/concepts/A.csv`. */
  readonly file: string;
  /** From 1, as editors count. */
  readonly line: number;
  /** In Chinese. */
  readonly message: string;
}

export function isError({ kind }: Finding): boolean {
  return kind in ERRORS;
}

import type { AssessedNeed } from "./assessed-need.ts";

/** A choice of needs on the index, made by following `#name`: the style sheet hides the others. */
export interface Filter {
  readonly name: string;
  readonly label: string;
  readonly holds: (need: AssessedNeed) => boolean;
}

const FAMILIES = Array.from("ABCDEFGHIJKL");

export const FILTERS: readonly Filter[] = [
  { name: "first", label: "首位不对 First row wrong", holds: ({ figures }) => figures?.first === 0 },
  { name: "missing", label: "漏了好的 Good rows missing", holds: ({ missing }) => missing.length > 0 },
  {
    name: "zeros",
    label: "前三有不相干 Unrelated in top 3",
    holds: ({ figures }) => (figures?.zeros ?? 0) > 0,
  },
  {
    name: "empty",
    label: "能满足却空着 Left empty",
    holds: ({ truth, shownCount }) => truth?.isSatisfiable === true && shownCount === 0,
  },
  {
    name: "hopeless",
    label: "无可满足却列出 Shown for hopeless",
    holds: ({ truth, shownCount }) => truth?.isSatisfiable === false && shownCount > 0,
  },
  {
    name: "code",
    label: "原因不符 Other why-not code",
    holds: ({ truth, absences }) => truth?.isSatisfiable === false && absences[0]?.code !== truth.code,
  },
  {
    name: "text",
    label: "文字看错类 Text misread",
    holds: ({ truth, guesses }) => truth !== null && guesses[0]?.category !== truth.trueCategory,
  },
  {
    name: "clerk",
    label: "原填类别有误或空 Clerk's code wrong or blank",
    holds: ({ need, truth }) => truth !== null && need.category !== truth.trueCategory,
  },
  { name: "graded", label: "已判分 Graded", holds: ({ figures }) => figures !== null },
  ...FAMILIES.map((family) => ({
    name: family,
    label: `${family} 类`,
    holds: ({ need, truth }: AssessedNeed) => (truth?.trueCategory ?? need.category ?? "").startsWith(family),
  })),
];

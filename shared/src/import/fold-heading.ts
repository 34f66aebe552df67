import { simplified } from "../contracts/simplified.ts";

/** Folds what people vary in a heading: width, case, spaces, punctuation, brackets, traditional characters. */
export function foldHeading(heading: string): string {
  return simplified(heading.normalize("NFKC"))
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}\p{C}]+/gu, "");
}

/** The heading without what it explains in brackets: 电话（办公） is 电话. */
export function withoutBrackets(heading: string): string {
  return heading.normalize("NFKC").replace(/[([{【〔][^)\]}】〕]*[)\]}】〕]/g, "");
}

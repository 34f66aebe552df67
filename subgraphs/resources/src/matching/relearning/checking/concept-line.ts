import { normalise } from "../../understanding/normalise.ts";
import type { LexiconLine } from "./lexicon-lines.ts";

/** A line of `concepts/*.csv`, with where it stands. */
export interface ConceptLine extends Pick<LexiconLine, "file" | "line"> {
  readonly categories: readonly string[];
  readonly name: string;
  /** Empty where there is none. */
  readonly broader: string;
  /** As written. */
  readonly expressions: readonly string[];
}

export function toConceptLine({ file, line, cells }: LexiconLine): ConceptLine {
  const [categories = "", name = "", broader = "", expressions = ""] = cells;
  return {
    file,
    line,
    categories: categories.split(" "),
    name,
    broader,
    expressions: expressions.split("、").filter(Boolean),
  };
}

/** By which expressions are compared: the same for 「ＬＥＤ屏」 and 「led屏」. */
export function folded(expression: string): string {
  return normalise(expression);
}

/** Of several things where each stands; a place is named once. */
export function placeOf({ file, line }: Pick<LexiconLine, "file" | "line">): string {
  return `${file}:${line}`;
}

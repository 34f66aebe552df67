import { rememberedOf } from "../remembered.ts";
import { gather } from "./gather.ts";
import { foldOpening } from "./fold.ts";
import { meaningOf } from "./meaning.ts";
import type { Opening } from "./opening.ts";
import { readClauses } from "./read-clauses.ts";
import { rulesOf } from "./rrule.ts";

/** Opening times are a line, not an essay; what is longer is kept as text. */
const LONGEST_TEXT = 200;

const NOTHING: Opening = { rules: [], exceptions: [], meaning: "", understood: false, rest: null };

/**
 * Reads opening times as people write them: `周一至周五 8:30-17:00`, `每月8日`, `双周六`, `寒暑假`. What cannot
 * be read stands in `rest` and makes the text not understood; nothing is guessed. Answers are remembered and
 * shared, so they must not be changed.
 */
export const parseOpening: (text: string) => Opening = rememberedOf(readOpening);

function readOpening(text: string): Opening {
  const folded = foldOpening(text);
  if (folded === "") return NOTHING;
  if (folded.length > LONGEST_TEXT) return { ...NOTHING, rest: text };
  const { groups, exceptions, conditions, rest } = readClauses(folded);
  const occasions = gather(groups);
  const meaning = meaningOf(occasions, exceptions, conditions);
  const rules = occasions.flatMap((occasion) => rulesOf(occasion));
  const isUnderstood = rest.length === 0 && rules.length > 0;
  return {
    rules: isUnderstood ? rules : [],
    exceptions: isUnderstood ? exceptions : [],
    meaning: isUnderstood ? meaning : "",
    understood: isUnderstood,
    rest: rest.length === 0 ? (isUnderstood ? null : text) : rest.join("；"),
  };
}

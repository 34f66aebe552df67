import { fail, pass, type GateResult, type Pair } from "./gate.ts";

/** Below this a row is not offered as a match, only suggested; measured on graded pairs (`npm run quality`). */
export const THE_THING = 0.15;
/** Rows at least this alike deserve a mention. */
export const NEAR = 0.12;
/** From here on it is taken for granted that somebody has the very thing, whatever keeps it away. */
export const THE_VERY_THING = 0.6;

/** A need for a haircut is not a need for a course in it: what is only related is never offered as a match. */
export function sameThing({ need, supply, fits: { likeness } }: Pair): GateResult {
  if (likeness >= THE_THING) return pass("NEAR_CATEGORY_ONLY", "就是需求要的这一样。");
  const message =
    likeness >= NEAR
      ? `只是相近：需求要的是“${need.title}”，这条是“${supply.title}”。`
      : "不是需求要的这一样。";
  return fail("NEAR_CATEGORY_ONLY", message, `如果“${supply.title}”也可以，请把需求改成这一样。`, {
    of: "NEED",
    values: { category: supply.category, title: supply.title, description: supply.description },
  });
}

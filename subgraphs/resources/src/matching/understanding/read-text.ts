import { conceptsIn } from "./concepts.ts";
import type { ReadText } from "./features.ts";
import { likelyConcepts, likelyTokens, type Scored } from "./likely.ts";
import { normalise } from "./normalise.ts";
import { segment } from "./segment.ts";

/** What stands after 「还差」「想借」「没有」 within its clause is what is asked; the rest tells why and for whom. */
const ASKED =
  /(?:还?差|缺少?|没有?|借用?|想要?|要|求|寻|找|请|招|盼|需要?|能否|有没有|申请)([^，,。;；!！?？\n]{1,12})/g;

/** All that is asked for, in one string: `text` without reasons. */
function askedFor(text: string): string {
  return [...text.matchAll(ASKED)].map(([, part = ""]) => part).join(" ");
}

/** A text as it is understood before it is classified. */
export interface UnderstoodText extends ReadText {
  /** `#concept` and `@category`, one for each time it was said; the title's twice. */
  readonly said: readonly string[];
  readonly concepts: readonly Scored[];
}

/** Reads a title, and after a line break a description. */
export function readText(text: string, { concepts } = { concepts: true }): UnderstoodText {
  const normal = normalise(text);
  const [title = "", ...rest] = normal.split("\n");
  const description = rest.join("\n");
  const asked = askedFor(normal);
  const titleWords = segment(title);
  const plain = segment(description);
  // What is asked counts once more; it is not cut again, for that would cost as much as the rest.
  const words = [...plain, ...[...titleWords, ...plain].filter((word) => asked.includes(word))];
  if (!concepts) return { title, description, titleWords, words, said: [], concepts: [], likely: [] };
  const titleConcepts = conceptsIn(title);
  const said = [...titleConcepts, ...titleConcepts, ...conceptsIn(description)];
  const scored = likelyConcepts([...titleWords, ...titleWords, ...words], said);
  return { title, description, titleWords, words, said, concepts: scored, likely: likelyTokens(scored) };
}

/**
 * Where a spreadsheet could take text for a formula: at the start of the text or of a line in it, also after
 * apostrophes and spaces, in either width.
 */
const LEAD = String.raw`'*(?:[^\S\n\r]*[=+\-@＝＋－＠﹦﹢﹣﹫]|[\t\r])`;
const LINE_START = String.raw`(?<=^|[\n\r])`;

const UNGUARDED = new RegExp(`${LINE_START}(?=${LEAD})`, "g");
const GUARDED = new RegExp(`${LINE_START}'(?=${LEAD})`, "g");

/** Puts an apostrophe before whatever could start a formula. `unguardFormulas` gives the same text back. */
export function guardFormulas(text: string): string {
  return text.replace(UNGUARDED, "'");
}

/** Takes away the apostrophes of `guardFormulas`, and no other ones. */
export function unguardFormulas(text: string): string {
  return text.includes("'") ? text.replace(GUARDED, "") : text;
}

/** What JSON has to escape: quotes, backslashes, control characters, halves of surrogate pairs. */

const SPECIAL = /["\\\u0000-\u001f\ud800-\udfff]/;
/** Up to here looking is quicker than calling into the engine. */
const SHORT = 64;

/** A string as JSON. */
export function jsonString(text: string): string {
  return text.length < SHORT && !SPECIAL.test(text) ? `"${text}"` : JSON.stringify(text);
}

import { TextDecoder } from "node:util";

/** What lists are made of: line ends, ASCII, Chinese with its punctuation and full-width forms. */
const USUAL = /[\t\r\n\x20-\x7e\u00b7\u2013-\u2026\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]/g;
const USUAL_SHARE = 0.9;
/** Bytes of any kind make Chinese characters in UTF-16, but hardly a line end or a delimiter. */
const SEPARATOR = /[,;\t\r\n]/;

/**
 * UTF-16 without a byte order mark, as old exports write it: zero bytes (commas and digits have one), and
 * text of the usual characters in one of the two orders.
 */
export function unmarkedUtf16(head: Uint8Array): "UTF-16LE" | "UTF-16BE" | null {
  if (!head.includes(0)) return null;
  const [little, big] = [usualShare(head, "utf-16le"), usualShare(head, "utf-16be")];
  if (Math.max(little, big) < USUAL_SHARE) return null;
  return little >= big ? "UTF-16LE" : "UTF-16BE";
}

function usualShare(head: Uint8Array, label: string): number {
  const text = new TextDecoder(label).decode(head.subarray(0, head.length - (head.length % 2)));
  if (!SEPARATOR.test(text)) return 0;
  return (text.match(USUAL)?.length ?? 0) / Math.max(1, text.length);
}

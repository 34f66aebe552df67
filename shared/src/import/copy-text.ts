/** One value in PostgreSQL's text format for COPY; `isArray`: the column is an array. */
export function copyText(value: unknown, isArray: boolean): string {
  if (value === null || value === undefined) return String.raw`\N`;
  if (typeof value === "string") return escaped(value);
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "t" : "f";
  if (Buffer.isBuffer(value)) return String.raw`\\x${value.toString("hex")}`;
  if (isArray && Array.isArray(value)) return escaped(arrayText(value as readonly string[]));
  return escaped(JSON.stringify(value));
}

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
};

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? "") : text;
}

/** Most items need no escape, which is seen of all of them at once. */
function arrayText(items: readonly string[]): string {
  if (items.length === 0) return "{}";
  const plain = items.join("\u001f");
  if (!/["\\]/.test(plain)) return `{"${plain.replaceAll("\u001f", '","')}"}`;
  return `{${items.map((item) => `"${item.replace(/["\\]/g, String.raw`\$&`)}"`).join(",")}}`;
}

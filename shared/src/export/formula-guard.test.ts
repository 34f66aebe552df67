import fc from "fast-check";
import { guardFormulas, unguardFormulas } from "./formula-guard.ts";

const LEADS = ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"];

test.each(LEADS)("text that starts with %j is no formula any more", (lead) => {
  for (const before of ["", " ", "  \u3000", "'", "一行\n", "一行\r\n ", "''  "]) {
    for (const rest of ["1+1", "", "cmd|' /C calc'!A0"]) {
      const guarded = guardFormulas(`${before}${lead}${rest}`);
      expect(startsFormula(guarded)).toBe(false);
      expect(unguardFormulas(guarded)).toBe(`${before}${lead}${rest}`);
    }
  }
});

test("whatever the text, no line of it starts a formula, and it comes back as it was", () => {
  const piece = fc.oneof(
    fc.constantFrom(...LEADS, "'", " ", "\n", "\r", "\r\n", "会议室", "1"),
    fc.string({ unit: "binary", maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      const guarded = guardFormulas(text);
      expect(startsFormula(guarded)).toBe(false);
      expect(unguardFormulas(guarded)).toBe(text);
    }),
    { numRuns: 5_000 },
  );
});

test("apostrophes that guard nothing stay", () => {
  for (const text of ["'90后", "it's", "'", "''", "a'=b"]) expect(unguardFormulas(text)).toBe(text);
});

/** As a spreadsheet would: it trims, and it looks at the first character of every line. */
function startsFormula(text: string): boolean {
  return (
    /^[\t\r]/.test(text) ||
    text.split(/[\n\r]/).some((line) => "=+-@".includes(first(line.normalize("NFKC"))))
  );
}

function first(line: string): string {
  return line.trimStart().slice(0, 1) || "x";
}

import { expect, test } from "@jest/globals";
import type { CellParser } from "../list-definition.ts";
import { parseCell } from "../testing/cell.ts";
import { listing } from "./choice.ts";
import { date, period } from "./date.ts";
import { days } from "./days.ts";
import { measured } from "./number.ts";
import { phoneWithNote } from "./phone.ts";
import { code, contactName, line, text } from "./text.ts";

/** As much as a cell may hold before its column is asked. */
const LENGTH = 10_000;
const MOST_MS = 50;

/** What patterns stumble over when it comes again and again. */
const PIECES = [
  " ",
  "　",
  "\n",
  "1",
  "一",
  "十",
  "零",
  "(",
  "（",
  "1-",
  "1 ",
  "年",
  "至",
  "、",
  "1月",
  "2026年",
  "*",
];
const ENDS = ["", "!", "日", "1"];

test.each<[string, CellParser]>([
  ["a date", date({ end: "to" })],
  ["a period", period()],
  ["days", days()],
  ["a quantity", measured()],
  ["a phone", phoneWithNote()],
  ["a list of words", listing()],
  ["a number of one's own", code()],
  ["a name", contactName()],
  ["a line", line()],
  ["a text", text()],
])("%s of 10,000 characters is read or refused at once, whatever stands in it", (_what, parse) => {
  const slow = PIECES.flatMap((piece) =>
    ENDS.map((end) => `提${piece.repeat(LENGTH / piece.length).slice(0, LENGTH - 2)}${end}`),
  ).flatMap((sent) => {
    const ms = quickest(() => parseCell(parse, sent));
    return ms < MOST_MS ? [] : [{ sent: sent.slice(0, 10), ms }];
  });
  expect(slow).toEqual([]);
});

/** Another process may hold up one run; a pattern that goes astray is slow every time. */
function quickest(work: () => unknown): number {
  let best = Infinity;
  for (let runs = 0; runs < 3 && best >= MOST_MS; runs++) {
    const start = performance.now();
    work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

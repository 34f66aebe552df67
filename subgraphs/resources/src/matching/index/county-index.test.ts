import fc from "fast-check";
import { CountyIndex } from "./county-index.ts";
import type { IndexDocument } from "./document.ts";
import { findRows, type IndexQuery } from "./find-rows.ts";
import { Interner } from "./interner.ts";

const vocabulary = { words: new Interner(), areas: new Interner(), units: new Interner() };

const WORDS = ["轮椅", "#轮椅", "拐杖", "会议", "投影", "=C04", "=C", "理发", "老人", "~辅具"];
const AREAS = ["341881", "341881001", "341881001002", "341881001003"];
const idOf = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, "0")}`;
const date = fc.constantFrom(null, "2026-09-01", "2026-10-15", "2027-01-01");

const document: fc.Arbitrary<IndexDocument> = fc.record({
  id: fc.integer({ min: 0, max: 60 }).map(idOf),
  tokens: fc.array(fc.constantFrom(...WORDS), { maxLength: 8 }),
  areaCode: fc.constantFrom(...AREAS),
  ownerUnitId: fc.constantFrom(null, "unit-a", "unit-b"),
  from: date,
  to: date,
  isListed: fc.boolean(),
});

const query: IndexQuery = {
  weights: new Map([
    ["轮椅", 1],
    ["#轮椅", 1.6],
    ["老人", 1],
    ["=C04", 4],
    ["没有这个词", 1],
  ]),
  fitsArea: (areaCode) => "341881001002".startsWith(areaCode),
  from: "2026-10-01",
  to: "2026-12-31",
  unitId: "unit-a",
};
const DEPTH = { usable: 7, other: 5 };

test("whatever was added, changed and withdrawn before, the same rows give the same answer", () => {
  fc.assert(
    fc.property(fc.array(fc.array(document, { maxLength: 12 }), { maxLength: 12 }), (history) => {
      const grown = history.reduce((index, changes) => index.with(changes), new CountyIndex(vocabulary));
      const last = new Map(history.flat().map((row) => [row.id, row]));
      const fresh = new CountyIndex(vocabulary).with([...last.values()]);

      expect(grown.size).toBe([...last.values()].filter(({ isListed }) => isListed).length);
      for (const word of WORDS) expect(grown.frequency(word)).toBe(fresh.frequency(word));
      expect(findRows(grown, query, DEPTH)).toEqual(findRows(fresh, query, DEPTH));
    }),
    { numRuns: 300, seed: 4 },
  );
});

test("a change does not disturb the index that a search already holds", () => {
  const row = { ...given(1), tokens: ["轮椅"] };
  const before = new CountyIndex(vocabulary).with([row]);
  before.with([{ ...row, isListed: false }]);
  expect(findRows(before, query, DEPTH)).toEqual([row.id]);
});

test("usable rows come first and have their own places; the others follow", () => {
  const rows = [
    { ...given(1), tokens: ["轮椅", "轮椅", "#轮椅"], areaCode: "341881001003" },
    { ...given(2), tokens: ["轮椅", "#轮椅"], ownerUnitId: "unit-a" },
    { ...given(3), tokens: ["轮椅"], to: "2026-09-30" },
    { ...given(4), tokens: ["老人"] },
    { ...given(5), tokens: ["轮椅"] },
    { ...given(6), tokens: ["会议"] },
  ];
  const index = new CountyIndex(vocabulary).with(rows);
  expect(findRows(index, query, { usable: 5, other: 2 })).toEqual([idOf(4), idOf(5), idOf(1), idOf(2)]);
  expect(findRows(index, query, { usable: 1, other: 0 })).toEqual([idOf(4)]);
});

test("thousands of changes are folded into the base", () => {
  const many = Array.from({ length: 5000 }, (_, n) => ({ ...given(n), tokens: ["轮椅"] }));
  const index = new CountyIndex(vocabulary).with(many);
  expect([index.base.size, index.recent.size]).toEqual([5000, 0]);
  const changed = index.with(many.slice(0, 900).map((row) => ({ ...row, tokens: ["拐杖"] })));
  expect([changed.recent.size, changed.frequency("轮椅"), changed.frequency("拐杖")]).toEqual([
    900, 4100, 900,
  ]);
  const folded = changed.with(many.slice(0, 3000).map((row) => ({ ...row, tokens: ["拐杖"] })));
  expect([folded.base.size, folded.recent.size, folded.frequency("轮椅")]).toEqual([5000, 0, 2000]);
});

function given(n: number): IndexDocument {
  return {
    id: idOf(n),
    tokens: [],
    areaCode: "341881",
    ownerUnitId: null,
    from: null,
    to: null,
    isListed: true,
  };
}

import { engagementsIn, inSeason, sharedMonths } from "./months.ts";

const TODAY = "2026-09-03";
const open = { from: null, to: null };

describe("the months in which both are valid", () => {
  it.each([
    [
      "a need within a supply",
      ["2026-09-15", "2026-11-30"],
      ["2026-09-01", "2027-08-31"],
      ["2026-09", "2026-10", "2026-11"],
    ],
    ["windows that meet on one day", ["2026-09-01", "2026-10-01"], ["2026-10-01", "2026-12-31"], ["2026-10"]],
    ["a need of last year", ["2025-12-20", "2026-01-10"], [null, null], ["2025-12", "2026-01"]],
    ["a need without a start", [null, "2026-10-10"], [null, null], ["2026-09", "2026-10"]],
    ["a need without a start that is over", [null, "2026-03-10"], [null, null], ["2026-03"]],
  ] as const)("of %s", (_, [from, to], [validFrom, validTo], months) => {
    expect(sharedMonths({ from, to }, { from: validFrom, to: validTo }, TODAY, null)).toEqual(months);
  });

  it("are a year where nobody names an end", () => {
    const months = sharedMonths(open, open, TODAY, null);
    expect([months.length, months[0], months.at(-1)]).toEqual([12, "2026-09", "2027-08"]);
  });

  it("begin on the day that is asked for, and may be none", () => {
    const need = { from: "2026-09-15", to: "2026-11-30" };
    expect(sharedMonths(need, open, TODAY, "2026-11-02")).toEqual(["2026-11"]);
    expect(sharedMonths(need, open, TODAY, "2026-12-01")).toEqual([]);
  });

  it("are those in season, or all where none is: that can be talked over", () => {
    expect(inSeason(["2027-06", "2027-07"], "暑假")).toEqual(["2027-07"]);
    expect(inSeason(["2027-04", "2027-05"], "暑假")).toEqual(["2027-04", "2027-05"]);
  });
});

test.each([
  ["随时", "2026-09", 4],
  ["每天", "2027-02", 4],
  ["工作日", "2026-09", 3],
  ["周末", "2026-08", 1],
  ["周三下午", "2026-09", 1],
  ["", "2026-10", 4],
])("%s allows in %s %i engagements", (schedule, month, times) => {
  expect(engagementsIn(month, schedule)).toBe(times);
});

import type { IndexedSupply, NeedFacts } from "../facts.ts";
import type { GateName, GateResult } from "./gate.ts";
import { judge } from "../judge.ts";
import { givenJudging, givenNeed, givenSupply } from "../testing/given.ts";

function gatesOf(need: NeedFacts, supply: IndexedSupply): readonly GateResult[] {
  return judge(need, [supply], givenJudging())[0]?.gates ?? [];
}

function failures(need: NeedFacts, supply: IndexedSupply): GateName[] {
  return gatesOf(need, supply)
    .filter((gate) => !gate.passed)
    .map((gate) => gate.code);
}

describe("hard tests", () => {
  it("all pass for a supply that fits", () => {
    expect(failures(givenNeed(), givenSupply())).toEqual([]);
  });

  // Each case: what is wrong, and the smallest change, which must turn exactly this gate.
  it.each<[GateName, Partial<NeedFacts>, Partial<IndexedSupply>, Partial<IndexedSupply>]>([
    ["SELF_MATCH", {}, { ownerUnitId: "unit-asking" }, { ownerUnitId: "unit-other" }],
    ["ROW_SUSPENDED", {}, { state: "WITHDRAWN" }, { state: "PUBLISHED" }],
    ["OUT_OF_AREA", {}, { coverageAreaCode: "341881001003" }, { coverageAreaCode: "341881001" }],
    ["TARGET_EXCLUDED", {}, { audience: ["商户"] }, { audience: ["商户", "老年人"] }],
    ["NO_SLOT_BEFORE_DEADLINE", {}, { validTo: "2026-09-14" }, { validTo: "2026-09-15" }],
    ["NOT_ENOUGH", { quantity: 100 }, { quantity: 19 }, { quantity: 20 }],
    [
      "QUALIFICATION_MISSING",
      { description: "要有康复师证的人教着用" },
      { qualification: null },
      { qualification: "康复师证" },
    ],
  ])("%s fails, says what would change it, and that change turns it", (code, need, wrong, right) => {
    const failed = gatesOf(givenNeed(need), givenSupply(wrong)).find((gate) => gate.code === code);

    expect(failed).toMatchObject({ passed: false, change: expect.stringMatching(/[一-龥]/) as string });
    expect(failures(givenNeed(need), givenSupply(wrong))).toEqual([code]);
    expect(failures(givenNeed(need), givenSupply({ ...wrong, ...right }))).toEqual([]);
  });

  it("are all run, so that every reason is known", () => {
    const supply = givenSupply({ state: "SUSPENDED", coverageAreaCode: "341881002", validTo: "2026-09-01" });

    expect(failures(givenNeed(), supply)).toEqual([
      "ROW_SUSPENDED",
      "OUT_OF_AREA",
      "NO_SLOT_BEFORE_DEADLINE",
    ]);
  });

  it("judge validity against the need's own window, even when that is long past", () => {
    const need = givenNeed({ neededFrom: "2020-01-01", neededTo: "2020-02-01" });

    expect(failures(need, givenSupply({ validFrom: "2019-01-01", validTo: "2020-12-31" }))).toEqual([]);
  });

  it("let a differing weekday pass: it is a gap that can be talked over", () => {
    const need = givenNeed({ schedule: "周六" });
    const [other] = judge(need, [givenSupply({ schedule: "工作日" })], givenJudging());
    const [same] = judge(need, [givenSupply({ schedule: "周末" })], givenJudging());

    expect(other?.passed).toBe(true);
    expect(other?.score).toBeLessThan(same?.score ?? 0);
  });
});

describe("what a hard test does not mistake", () => {
  it("reads 全体居民 as people, not as shops at their door", () => {
    const everyone = givenSupply({ audience: ["全体居民"], category: "J01" });

    expect(failures(givenNeed({ audience: ["老年人"] }), everyone)).toEqual([]);
    expect(
      failures(givenNeed({ audience: ["商户"], title: "门口油污", description: "" }), everyone),
    ).toContain("TARGET_EXCLUDED");
  });

  it("takes what serves 成员单位 as serving any need, since a unit raised it", () => {
    expect(failures(givenNeed(), givenSupply({ audience: ["成员单位"] }))).toEqual([]);
  });

  it("does not compare quantities in units that say different things", () => {
    expect(failures(givenNeed({ quantity: 500, unitOfMeasure: "户" }), givenSupply({ quantity: 1 }))).toEqual(
      [],
    );
  });

  it("does not take the number of staff for room", () => {
    const doctors = givenSupply({ category: "B03", quantity: 5, unitOfMeasure: "人" });

    expect(failures(givenNeed({ quantity: 100, unitOfMeasure: "人" }), doctors)).toEqual([]);
  });
});

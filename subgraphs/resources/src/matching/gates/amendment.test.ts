import fc from "fast-check";
import type { IndexedSupply, NeedFacts } from "../facts.ts";
import { judge } from "../judge.ts";
import { givenJudging, givenNeed, givenSupply } from "../testing/given.ts";
import { needTokens, supplyTokens } from "../understanding/tokens.ts";
import { GATE_CODES, type Amendment, type GateResult } from "./gate.ts";

const TODAY = "2026-09-01";
const seen = new Set<string>();

function gatesOf(need: NeedFacts, supply: IndexedSupply): readonly GateResult[] {
  return judge(need, [supply], givenJudging({ today: TODAY }))[0]?.gates ?? [];
}

/** The pair with the change made, its texts read anew. */
function amended(
  need: NeedFacts,
  supply: IndexedSupply,
  { of, values }: Amendment,
): [NeedFacts, IndexedSupply] {
  if (of === "SUPPLY") {
    const changed = { ...supply, ...values };
    return [need, { ...changed, tokens: supplyTokens(changed) }];
  }
  const changed = { ...need, ...values };
  return [{ ...changed, tokens: needTokens(`${changed.title}\n${changed.description}`) }, supply];
}

const day = fc.constantFrom(null, "2026-08-01", "2026-09-20", "2026-10-10", "2026-12-31");
const period = fc
  .tuple(day, day)
  .map(([a, b]): [string | null, string | null] => (a !== null && b !== null && a > b ? [b, a] : [a, b]));
const area = fc.constantFrom("341881", "341881001", "341881001002", "341881001003", "341882001001");
const groups = fc.subarray(["老年人", "儿童", "商户", "成员单位", "全体居民", "残疾人"]);
const text = fc.constantFrom<[string, string, string]>(
  ["想借轮椅", "出院后用", "C04"],
  ["老人要理发", "腿脚不便", "G01"],
  ["缺一百把椅子", "联欢用", "C05"],
  ["电梯维保", "要有特种设备证", "B05"],
  ["会议室", "能坐60人", "A01"],
  ["大米", "困难户过冬", "C07"],
);

const pair = fc.record({
  need: fc.record({
    unitId: fc.constantFrom("a", "b"),
    text,
    area,
    audience: groups,
    period,
    quantity: fc.constantFrom(null, 1, 10, 300),
    unit: fc.constantFrom("人", "把", "公斤", "平方米", null),
    submittedOn: fc.constantFrom(null, "2026-08-01", "2026-10-08"),
  }),
  supply: fc.record({
    ownerUnitId: fc.constantFrom("a", "b"),
    text,
    area,
    audience: groups,
    period,
    quantity: fc.constantFrom(null, 1, 20, 60),
    promised: fc.constantFrom(0, 20),
    unit: fc.constantFrom("人", "把", "公斤", "升", null),
    state: fc.constantFrom("PUBLISHED" as const, "WITHDRAWN" as const, "SUSPENDED" as const),
    confirmedOn: fc.constantFrom(null, "2026-08-30", "2024-01-01"),
    minNoticeDays: fc.constantFrom(0, 3, 30),
  }),
});

type Drawn = typeof pair extends fc.Arbitrary<infer D> ? D : never;

function arranged({ need: n, supply: s }: Drawn): [NeedFacts, IndexedSupply] {
  const need = givenNeed({
    unitId: n.unitId,
    title: n.text[0],
    description: n.text[1],
    category: n.text[2],
    areaCode: n.area,
    audience: n.audience,
    neededFrom: n.period[0],
    neededTo: n.period[1],
    quantity: n.quantity,
    unitOfMeasure: n.unit,
    submittedOn: n.submittedOn,
  });
  const supply = givenSupply({
    ...s,
    title: s.text[0],
    description: s.text[1],
    category: s.text[2],
    coverageAreaCode: s.area,
    validFrom: s.period[0],
    validTo: s.period[1],
    unitOfMeasure: s.unit,
  });
  return [need, supply];
}

test("whatever fails, the change that is proposed for it makes it pass", () => {
  fc.assert(
    fc.property(pair, (drawn) => {
      const [need, supply] = arranged(drawn);
      for (const { code, passed, amendment, change } of gatesOf(need, supply)) {
        if (passed) continue;
        seen.add(code);
        expect(change).toMatch(/[一-龥]/);
        if (amendment === null) throw new Error(`${code} proposes nothing`);
        const again = gatesOf(...amended(need, supply, amendment)).find((gate) => gate.code === code);
        expect({ code, passed: again?.passed }).toEqual({ code, passed: true });
      }
    }),
    { numRuns: 1500, seed: 11 },
  );
  expect([...seen].sort()).toEqual([...GATE_CODES].sort());
});

import type { IndexedSupply, NeedFacts } from "../facts.ts";
import type { Judging } from "../judge.ts";
import { POLICY_2 } from "../policy/policy.ts";
import { needTokens, supplyTokens } from "../understanding/tokens.ts";

/** A need of a residents' committee for a wheelchair, changed as the test says. */
export function givenNeed(change: Partial<NeedFacts> = {}): NeedFacts {
  const need = {
    id: "need-1",
    unitId: "unit-asking",
    category: "C04",
    title: "老人腿摔了想借轮椅",
    description: "出院后用两个月",
    quantity: 1,
    unitOfMeasure: "辆",
    areaCode: "341881001002",
    areaNames: { "341881": "宁国市", "341881001": "西津街道", "341881001002": "十字街社区" },
    audience: ["老年人"],
    neededFrom: "2026-09-15",
    neededTo: "2026-11-30",
    schedule: "随时",
    peopleServed: 1,
    submittedOn: null,
    ...change,
  };
  return { ...need, tokens: change.tokens ?? needTokens(`${need.title}\n${need.description}`) };
}

/** A supply that meets that need in every way, changed as the test says. */
export function givenSupply(change: Partial<IndexedSupply> = {}): IndexedSupply {
  const supply: Omit<IndexedSupply, "tokens"> = {
    id: "supply-1",
    kind: "RESOURCE",
    ownerUnitId: "unit-offering",
    ownerName: "红十字会",
    title: "轮椅外借",
    description: "最长三个月",
    category: "C04",
    quantity: 15,
    unitOfMeasure: "辆",
    coverageAreaCode: "341881",
    coverageAreaName: "宁国市",
    audience: ["老年人", "残疾人"],
    validFrom: "2026-09-01",
    validTo: "2027-08-31",
    schedule: "工作日",
    minNoticeDays: 1,
    qualification: null,
    cost: "FREE",
    eligibility: null,
    state: "PUBLISHED",
    confirmedOn: null,
    version: 1,
    promised: 0,
    ...change,
  };
  return { ...supply, tokens: change.tokens ?? supplyTokens(supply) };
}

export function givenJudging(change: Partial<Judging> = {}): Judging {
  return { policy: POLICY_2, corpus: { size: 100, frequency: () => 0 }, today: "2026-09-01", ...change };
}

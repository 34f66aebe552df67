import type { NeedFacts, SupplyFacts } from "../facts.ts";
import { fail, pass, type GateResult, type Pair } from "./gate.ts";

/** Codes have 6, 9, 12, 15 or 18 digits, the parent's being a prefix. */
const LENGTHS = [15, 12, 9, 6];

/** Being near does not help: who may use it is what the unit wrote. */
export function inArea({ need, supply }: Pair): GateResult {
  if (need.areaCode.startsWith(supply.coverageAreaCode)) {
    return pass("OUT_OF_AREA", "需求所在地在服务区域内。");
  }
  const wider = wideEnough(need, supply);
  return fail(
    "OUT_OF_AREA",
    `只服务${supply.coverageAreaName ?? supply.coverageAreaCode}，需求在${areaNamed(need, need.areaCode)}。`,
    `把服务区域扩大到${areaNamed(need, wider)}。`,
    { of: "SUPPLY", values: { coverageAreaCode: wider } },
  );
}

/** The smallest area that holds both. */
function wideEnough(need: NeedFacts, supply: SupplyFacts): string {
  const lengths = LENGTHS.filter((length) => length <= supply.coverageAreaCode.length);
  const shared = lengths.find((length) => need.areaCode.startsWith(supply.coverageAreaCode.slice(0, length)));
  return shared === undefined ? need.areaCode : supply.coverageAreaCode.slice(0, shared);
}

function areaNamed({ areaNames }: NeedFacts, code: string): string {
  return areaNames[code] ?? code;
}

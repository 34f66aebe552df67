import type { AudienceFit } from "./audience-fit.ts";
import type { CapacityFit } from "./capacity-fit.ts";
import type { IndexedSupply, NeedFacts, SupplyFacts } from "./facts.ts";
import { missingLicence } from "./qualification.ts";
import type { TimeFit } from "./time-fit.ts";

export const GATE_CODES = [
  "SELF_MATCH",
  "ROW_SUSPENDED",
  "OUT_OF_AREA",
  "TARGET_EXCLUDED",
  "NO_SLOT_BEFORE_DEADLINE",
  "NOT_ENOUGH",
  "QUALIFICATION_MISSING",
  "LEAD_TIME",
] as const;
export type GateName = (typeof GATE_CODES)[number];

export interface GateResult {
  readonly code: GateName;
  readonly passed: boolean;
  readonly message: string;
  /** The smallest change that would pass it. */
  readonly change: string | null;
}

export interface Fits {
  readonly audience: AudienceFit;
  readonly capacity: CapacityFit;
  readonly time: TimeFit;
  readonly demandedLicences: readonly string[];
}

/** Below this share a supply does not help at all. */
const USEFUL_SHARE = 0.2;

/** Every gate is run, passed or not, so that why-not is complete. */
export function runGates(need: NeedFacts, supply: IndexedSupply, fits: Fits): GateResult[] {
  return [
    selfMatch(need, supply),
    suspended(supply),
    area(need, supply),
    audience(need, supply, fits.audience),
    validity(need, supply, fits.time),
    capacity(need, fits.capacity),
    qualification(supply, fits.demandedLicences),
    leadTime(supply),
  ];
}

function pass(code: GateName, message: string): GateResult {
  return { code, passed: true, message, change: null };
}

function fail(code: GateName, message: string, change: string): GateResult {
  return { code, passed: false, message, change };
}

function selfMatch(need: NeedFacts, supply: SupplyFacts): GateResult {
  return supply.ownerUnitId !== null && supply.ownerUnitId === need.unitId
    ? fail("SELF_MATCH", "这是提出需求的单位自己的资源。", "改由其他单位提供，或在单位内部直接安排。")
    : pass("SELF_MATCH", "提供方与需求方不是同一单位。");
}

function suspended(supply: SupplyFacts): GateResult {
  if (supply.state === "PUBLISHED") return pass("ROW_SUSPENDED", "这条资源在公布中。");
  return supply.state === "WITHDRAWN"
    ? fail("ROW_SUSPENDED", "这条资源已撤回。", "请提供单位重新公布。")
    : fail("ROW_SUSPENDED", "这条资源已暂停。", "请提供单位恢复公布。");
}

function area(need: NeedFacts, supply: IndexedSupply): GateResult {
  return need.areaCode.startsWith(supply.coverageAreaCode)
    ? pass("OUT_OF_AREA", "需求所在地在服务区域内。")
    : fail(
        "OUT_OF_AREA",
        `只服务${supply.coverageAreaName ?? supply.coverageAreaCode}，需求在${areaNamed(need, need.areaCode)}。`,
        `把服务区域扩大到${areaNamed(need, wideEnough(need, supply))}。`,
      );
}

/** The smallest area that holds both: codes have 6, 9, 12, 15 or 18 digits, the parent's being a prefix. */
function wideEnough(need: NeedFacts, supply: SupplyFacts): string {
  const lengths = [15, 12, 9, 6].filter((length) => length <= supply.coverageAreaCode.length);
  const shared = lengths.find((length) => need.areaCode.startsWith(supply.coverageAreaCode.slice(0, length)));
  return shared === undefined ? need.areaCode : supply.coverageAreaCode.slice(0, shared);
}

function areaNamed({ areaNames }: NeedFacts, code: string): string {
  return areaNames[code] ?? code;
}

function audience(need: NeedFacts, supply: SupplyFacts, fit: AudienceFit): GateResult {
  return fit.accepted
    ? pass("TARGET_EXCLUDED", "服务对象相符。")
    : fail(
        "TARGET_EXCLUDED",
        `只面向${supply.audience.join("、")}，需求的对象是${need.audience.join("、")}。`,
        `服务对象加上${need.audience.join("、")}。`,
      );
}

function validity(need: NeedFacts, supply: SupplyFacts, fit: TimeFit): GateResult {
  if (fit.overlaps) return pass("NO_SLOT_BEFORE_DEADLINE", "有效期与需求的时间有交集。");
  const { neededFrom, neededTo } = need;
  const { validFrom, validTo } = supply;
  if (validTo !== null && neededFrom !== null && validTo < neededFrom) {
    const message = `${validTo}到期，早于需求开始的${neededFrom}。`;
    return fail("NO_SLOT_BEFORE_DEADLINE", message, `有效期延到${neededFrom}。`);
  }
  const message = `${validFrom ?? ""}才开始，晚于需求截止的${neededTo ?? ""}。`;
  return fail("NO_SLOT_BEFORE_DEADLINE", message, `提前到${neededTo ?? ""}开始。`);
}

function capacity(need: NeedFacts, { available, asked, unit: offered }: CapacityFit): GateResult {
  if (asked === null || available === null)
    return pass("NOT_ENOUGH", "数量未比较：一方没有写或计量单位不同。");
  const unit = need.unitOfMeasure ?? "";
  if (available >= asked) return pass("NOT_ENOUGH", `需要${asked}${unit}，可提供${available}${offered}。`);
  if (available / asked >= USEFUL_SHARE)
    return pass("NOT_ENOUGH", `需要${asked}${unit}，只能满足${available}${offered}。`);
  return fail(
    "NOT_ENOUGH",
    `需要${asked}${unit}，只有${available}${offered}。`,
    `增加到${Math.ceil(asked * USEFUL_SHARE)}${unit}以上，或把需求分批。`,
  );
}

function qualification(supply: SupplyFacts, demanded: readonly string[]): GateResult {
  const missing = missingLicence(demanded, supply);
  return missing === null
    ? pass("QUALIFICATION_MISSING", "没有缺少需求点名要的资质。")
    : fail("QUALIFICATION_MISSING", `需求点名要“${missing}”资质，这条没有写。`, `补登“${missing}”资质。`);
}

/** Without a submission date nothing can be too late; the day it is known, it is compared here. */
function leadTime(supply: SupplyFacts): GateResult {
  return pass(
    "LEAD_TIME",
    supply.minNoticeDays === 0
      ? "不需提前预约。"
      : `请提前${supply.minNoticeDays}天联系；未登记提交日期，不作判断。`,
  );
}

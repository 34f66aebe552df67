import { daysBetween } from "../../freshness/freshness-rule.ts";
import { fail, pass, type GateResult, type Pair } from "./gate.ts";

/**
 * Days after which a row that nobody has confirmed is no longer offered. LISTS, "Units, validity, contact":
 * also what holds for ever is confirmed once a year.
 */
const STALE_AFTER_DAYS = 365;

/** What a unit has itself need not be matched. */
export function otherUnit({ need, supply }: Pair): GateResult {
  return supply.ownerUnitId !== null && supply.ownerUnitId === need.unitId
    ? fail("SELF_MATCH", "这是提出需求的单位自己的资源。", "改由其他单位提供，或在单位内部直接安排。", {
        of: "SUPPLY",
        values: { ownerUnitId: null },
      })
    : pass("SELF_MATCH", "提供方与需求方不是同一单位。");
}

export function published({ supply }: Pair): GateResult {
  if (supply.state === "PUBLISHED") return pass("ROW_SUSPENDED", "这条资源在公布中。");
  const amendment = { of: "SUPPLY", values: { state: "PUBLISHED" } } as const;
  return supply.state === "WITHDRAWN"
    ? fail("ROW_SUSPENDED", "这条资源已撤回。", "请提供单位重新公布。", amendment)
    : fail("ROW_SUSPENDED", "这条资源已暂停。", "请提供单位恢复公布。", amendment);
}

/** Of a row that tells no day of confirmation nothing can be said. */
export function recentlyConfirmed({ supply: { confirmedOn }, today }: Pair): GateResult {
  if (confirmedOn === null) return pass("ROW_STALE", "没有登记确认日期，不作判断。");
  const days = daysBetween(confirmedOn, today);
  if (days <= STALE_AFTER_DAYS) {
    return pass("ROW_STALE", days <= 0 ? "今天刚确认过。" : `${days}天前确认过。`);
  }
  return fail("ROW_STALE", `已有${days}天没有确认，可能不再有效。`, "请提供单位确认一次仍然有效。", {
    of: "SUPPLY",
    values: { confirmedOn: today },
  });
}

import { fail, pass, type GateResult, type Pair } from "./gate.ts";

/** Validity is judged against the need's own window, never against today. */
export function inWindow({ need, supply, fits }: Pair): GateResult {
  const code = "NO_SLOT_BEFORE_DEADLINE";
  if (fits.time.overlaps) return pass(code, "有效期与需求的时间有交集。");
  const { neededFrom, neededTo } = need;
  const { validFrom, validTo } = supply;
  if (validTo !== null && neededFrom !== null && validTo < neededFrom) {
    return fail(code, `${validTo}到期，早于需求开始的${neededFrom}。`, `有效期延到${neededFrom}。`, {
      of: "SUPPLY",
      values: { validTo: neededFrom },
    });
  }
  return fail(
    code,
    `${validFrom ?? ""}才开始，晚于需求截止的${neededTo ?? ""}。`,
    `提前到${neededTo ?? ""}开始。`,
    {
      of: "SUPPLY",
      values: { validFrom: neededTo },
    },
  );
}

/** Notice counts only where it is known when the need was handed in, and when it ends. */
export function inTime({ need, supply }: Pair): GateResult {
  const { minNoticeDays } = supply;
  if (minNoticeDays === 0) return pass("LEAD_TIME", "不需提前预约。");
  const last = earliest(need.neededTo, supply.validTo);
  if (need.submittedOn === null || last === null) {
    return pass("LEAD_TIME", `请提前${minNoticeDays}天联系；未登记提交日期，不作判断。`);
  }
  const ready = addDays(need.submittedOn, minNoticeDays);
  if (ready <= last) return pass("LEAD_TIME", `提前${minNoticeDays}天联系，${ready}起可以安排。`);
  const handedIn = addDays(last, -minNoticeDays);
  return fail(
    "LEAD_TIME",
    `须提前${minNoticeDays}天联系，${need.submittedOn}提交的需求最早${ready}才能安排，晚于${last}。`,
    `这类需求请在${handedIn}以前提交，或请提供单位缩短提前天数。`,
    { of: "NEED", values: { submittedOn: handedIn } },
  );
}

function earliest(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b < a) ? b : a;
}

/** @param date YYYY-MM-DD */
function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

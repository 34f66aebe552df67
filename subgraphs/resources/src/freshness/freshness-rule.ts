import { FreshnessState } from "./freshness.type.ts";

/**
 * How often a unit says that a line still holds. LISTS, "Units, validity, contact": 长期有效 needs yearly
 * re-confirmation, the others are filed in half-year rounds.
 */
export const CONFIRM_DAYS = { withoutEnd: 365, withEnd: 183 } as const;

/** As long before a day as units are told of it (issue: 7 days and 1 day). */
export const NOTICE_DAYS = 7;

/** SQL for the day on which a line is to be confirmed; null for one that ends before. */
export function dueOnSql(confirmedOn: string, endsOn: string): string {
  return `case
    when ${endsOn} is null then ${confirmedOn} + ${CONFIRM_DAYS.withoutEnd}
    when ${confirmedOn} + ${CONFIRM_DAYS.withEnd} <= ${endsOn} then ${confirmedOn} + ${CONFIRM_DAYS.withEnd}
  end`;
}

/**
 * SQL for the day on which a need of the alias `r` was last known to hold: a change says as much as a
 * confirmation. A day ends at 24:00 Asia/Shanghai.
 */
export const NEED_CONFIRMED_ON = `greatest(r.confirmed_on, (r.updated_at at time zone interval '8 hours')::date)`;

/** Where a line stands between two confirmations. */
export function freshnessState(dueOn: string | null, today: string): FreshnessState {
  if (dueOn === null || daysBetween(today, dueOn) > NOTICE_DAYS) return FreshnessState.FRESH;
  return today <= dueOn ? FreshnessState.DUE : FreshnessState.STALE;
}

/** Whole days from one day to another; negative where the second is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

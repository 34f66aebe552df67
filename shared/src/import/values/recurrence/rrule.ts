import type { Days, Occasion, OpeningRule, Span } from "./opening.ts";
import { firstOf, weekdayCodes } from "./weekdays.ts";

/** The Mondays of the first and the second week of 2026 (ISO 8601): every second week is counted from there. */
const FIRST_ODD_MONDAY = Date.UTC(2025, 11, 29);
const FIRST_EVEN_MONDAY = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;
const DAY_MINUTES = 1_440;

/** One rule for each span of hours. */
export function rulesOf({ days, hours, months, within }: Occasion): OpeningRule[] {
  const rrule = rruleOf(days, months);
  const start = startOf(days);
  return hours.spans.map((span) => ({
    rrule,
    start,
    from: clock(span.from),
    to: clock(span.to),
    nextDay: isNextDay(span),
    approximate: hours.approximate,
    within,
  }));
}

/** From which day every second week is counted; null for rules that need no such day. */
export function startOf({ every, weekdays }: Days): string | null {
  if (every !== "EVEN_WEEK" && every !== "ODD_WEEK") return null;
  const monday = every === "EVEN_WEEK" ? FIRST_EVEN_MONDAY : FIRST_ODD_MONDAY;
  return new Date(monday + firstOf(weekdays) * DAY_MS).toISOString().slice(0, 10);
}

/** 510 → 08:30; minutes of the next day are shown as its hours. */
export function clock(minutes: number | null): string | null {
  if (minutes === null) return null;
  const ofDay = minutes % DAY_MINUTES;
  return `${two(Math.floor(ofDay / 60))}:${two(ofDay % 60)}`;
}

export function isNextDay({ to }: Span): boolean {
  return to !== null && to >= DAY_MINUTES;
}

function rruleOf(days: Days, months: readonly number[]): string {
  const parts = [...frequencyOf(days), ...byMonth(days, months), ...byDay(days)];
  return parts.join(";");
}

function frequencyOf(days: Days): string[] {
  switch (days.every) {
    case "DAY":
      return ["FREQ=DAILY"];
    case "WEEK":
      return ["FREQ=WEEKLY"];
    case "EVEN_WEEK":
    case "ODD_WEEK":
      return ["FREQ=WEEKLY", "INTERVAL=2"];
    case "MONTH":
      return ["FREQ=MONTHLY"];
    case "QUARTER":
      return quarterMonths(days).length === 0 ? ["FREQ=MONTHLY", "INTERVAL=3"] : ["FREQ=MONTHLY"];
    case "YEAR":
      return ["FREQ=YEARLY"];
  }
}

/** The first Friday of a quarter lies in its first month, the last one in its last. */
function quarterMonths({ every, ordinals, monthDays }: Days): number[] {
  const [place] = [...ordinals, ...monthDays];
  if (every !== "QUARTER" || place === undefined) return [];
  return place > 0 ? [1, 4, 7, 10] : [3, 6, 9, 12];
}

function byMonth(days: Days, months: readonly number[]): string[] {
  const named = days.month === null ? [...months, ...quarterMonths(days)] : [days.month];
  return named.length === 0 ? [] : [`BYMONTH=${[...new Set(named)].sort((a, b) => a - b).join(",")}`];
}

function byDay({ weekdays, isWorkdays, ordinals, monthDays }: Days): string[] {
  if (monthDays.length > 0) return [`BYMONTHDAY=${monthDays.join(",")}`];
  if (weekdays === 0) return [];
  // The last working day is the last of the five, not the last Monday, Tuesday, and so on.
  if (isWorkdays && ordinals.length > 0) {
    return [`BYDAY=${weekdayCodes(weekdays)}`, `BYSETPOS=${ordinals.join(",")}`];
  }
  return [`BYDAY=${weekdayCodes(weekdays, ordinals)}`];
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

import { readSchedule } from "../../matching/fits/schedule.ts";

/** YYYY-MM. */
export type Month = string;

/** Needs and supplies without an end are planned a year ahead. */
const MOST_MONTHS = 12;
const MOST_A_MONTH = 4;

interface Window {
  /** YYYY-MM-DD, or null when open. */
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * The months in which both are valid, at most twelve, no earlier than `notBefore`. A window without a start begins
 * `today`, or in its last month where that is over.
 *
 * @param notBefore YYYY-MM-DD, or null
 */
export function sharedMonths(a: Window, b: Window, today: string, notBefore: string | null): Month[] {
  const to = earlier(a.to, b.to);
  const from = later(later(a.from, b.from) ?? earlier(today, to), notBefore) ?? today;
  const first = monthNumber(from);
  const count = to === null ? MOST_MONTHS : Math.min(MOST_MONTHS, monthNumber(to) - first + 1);
  return Array.from({ length: Math.max(0, count) }, (_, at) => monthOf(first + at));
}

/** Those of the months that are in the schedule's season (「寒暑假」); all of them where none is: it can be talked over. */
export function inSeason(months: readonly Month[], schedule: string): readonly Month[] {
  const season = readSchedule(schedule).months;
  if (season === null) return months;
  const held = months.filter((month) => season.includes(Number(month.slice(5))));
  return held.length > 0 ? held : months;
}

/**
 * How often in a month a room, a service or a person can be engaged: once for every seven days on which it is offered,
 * at least once and at most four times. 「随时」 and 「每天」 make 4, 「工作日」 3, 「周末」 and 「周三下午」 1.
 */
export function engagementsIn(month: Month, schedule: string): number {
  const days = readSchedule(schedule).slots.reduce((all, slot) => all | slot.days, 0);
  const offered = daysOf(month).filter((weekday) => (days & (1 << weekday)) !== 0).length;
  return Math.min(MOST_A_MONTH, Math.max(1, Math.round(offered / 7)));
}

/** The weekday (Monday = 0) of each day of a month. */
function daysOf(month: Month): number[] {
  const [year = 0, number = 0] = month.split("-").map(Number);
  const first = (new Date(Date.UTC(year, number - 1, 1)).getUTCDay() + 6) % 7;
  const count = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length: count }, (_, day) => (first + day) % 7);
}

/** Months since year 0. */
function monthNumber(date: string): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}

function monthOf(number: number): Month {
  return `${String(Math.floor(number / 12)).padStart(4, "0")}-${String((number % 12) + 1).padStart(2, "0")}`;
}

function later(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b > a) ? b : a;
}

function earlier(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b < a) ? b : a;
}

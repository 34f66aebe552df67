import { daysBetween } from "../../freshness/freshness-rule.ts";
import type { NeedFacts, SupplyFacts } from "../facts.ts";
import { compareSchedules, readSchedule, type Availability } from "./schedule.ts";

export interface TimeFit {
  /** Days on which both are valid, or null when one side is open-ended. */
  readonly sharedDays: number | null;
  readonly overlaps: boolean;
  readonly daysMeet: boolean;
  readonly hoursMeet: boolean;
  readonly seasonMeets: boolean;
  readonly value: number;
}

const ONE_GAP = 0.6;
const TWO_GAPS = 0.35;
const OUT_OF_SEASON = 0.5;

/** The need's own window against the supply's validity and week; today plays no part. */
export function fitTime(need: NeedFacts, supply: SupplyFacts): TimeFit {
  const from = later(need.neededFrom, supply.validFrom);
  const to = earlier(need.neededTo, supply.validTo);
  const overlaps = from === null || to === null || from <= to;
  const offered = schedules.of(supply.schedule);
  const week = compareSchedules(schedules.of(need.schedule), offered);
  const seasonMeets =
    offered.months === null || monthsBetween(from, to).some((m) => offered.months?.includes(m));
  const gaps = Number(!week.days) + Number(!week.hours);
  const weekValue = gaps === 0 ? 1 : gaps === 1 ? ONE_GAP : TWO_GAPS;
  const sharedDays = from === null || to === null ? null : Math.max(0, daysBetween(from, to) + 1);
  const value = overlaps
    ? weekValue * (seasonMeets ? 1 : OUT_OF_SEASON) * (0.8 + 0.2 * shareOfWindow(need, sharedDays))
    : 0;
  return { sharedDays, overlaps, daysMeet: week.days, hoursMeet: week.hours, seasonMeets, value };
}

const REMEMBERED = 5_000;

/** Schedules repeat (「工作日」): a wording is read once and kept for as long as there is room. */
class ScheduleCache {
  private readonly read = new Map<string, Availability>();

  of(text: string): Availability {
    const known = this.read.get(text);
    if (known !== undefined) return known;
    if (this.read.size >= REMEMBERED) this.read.clear();
    const availability = readSchedule(text);
    this.read.set(text, availability);
    return availability;
  }
}

const schedules = new ScheduleCache();

function shareOfWindow(need: NeedFacts, sharedDays: number | null): number {
  if (sharedDays === null || need.neededFrom === null || need.neededTo === null) return 1;
  return Math.min(1, sharedDays / (daysBetween(need.neededFrom, need.neededTo) + 1));
}

function monthsBetween(from: string | null, to: string | null): number[] {
  if (from === null || to === null) return [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
  const first = monthNumber(from);
  const count = Math.min(12, monthNumber(to) - first + 1);
  return Array.from({ length: Math.max(0, count) }, (_, index) => ((first + index) % 12) + 1);
}

/** Months since year 0; January of a year is a multiple of 12. */
function monthNumber(date: string): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}

function later(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b > a) ? b : a;
}

function earlier(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b < a) ? b : a;
}

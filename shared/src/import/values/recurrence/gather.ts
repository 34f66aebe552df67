import { ANY_HOUR, EVERY_DAY, type Days, type Hours, type Occasion } from "./opening.ts";
import { isFrequencyOnly } from "./read-days.ts";

/** What was said in one breath: every day of it with all of its hours. */
export interface Group {
  readonly within: string[];
  readonly months: number[];
  readonly days: Days[];
  readonly hours: Hours[];
}

/** Groups as occasions: 周一、周三 become one; how often (每月开班) says nothing beside when (工作日白天). */
export function gather(groups: readonly Group[]): Occasion[] {
  const said = groups.filter((group) => !isEmpty(group));
  const isDated = said.some((group) => !saysOnlyHowOften(group));
  return said.filter((group) => !isDated || !saysOnlyHowOften(group)).flatMap(occasionsOf);
}

export function isEmpty({ within, months, days, hours }: Group): boolean {
  return within.length + months.length + days.length + hours.length === 0;
}

function saysOnlyHowOften({ within, months, days, hours }: Group): boolean {
  return within.length + months.length + hours.length === 0 && days.every(isFrequencyOnly);
}

function occasionsOf({ within, months, days, hours }: Group): Occasion[] {
  const dated = days.filter((some) => !isFrequencyOnly(some));
  const merged = merge(dated.length > 0 || hours.length > 0 ? dated : days);
  return (merged.length > 0 ? merged : [EVERY_DAY]).flatMap((some) =>
    (hours.length > 0 ? hours : [ANY_HOUR]).map((hour) => ({
      days: some,
      hours: hour,
      months,
      within: within.length === 0 ? null : within.join("、"),
    })),
  );
}

function merge(days: readonly Days[]): Days[] {
  const merged: Days[] = [];
  for (const some of days) {
    const index = merged.findIndex((other) => areAlike(other, some));
    const other = merged[index];
    if (other === undefined) merged.push(some);
    else merged[index] = together(other, some);
  }
  return merged;
}

function areAlike(a: Days, b: Days): boolean {
  if (a.every !== b.every || [a, b].some(({ isWorkdays, month }) => isWorkdays || month !== null))
    return false;
  if (a.monthDays.length > 0 || b.monthDays.length > 0)
    return a.monthDays.length > 0 && b.monthDays.length > 0;
  const isOrdinal = a.ordinals.length > 0 || b.ordinals.length > 0;
  return a.weekdays !== 0 && b.weekdays !== 0 && (!isOrdinal || a.weekdays === b.weekdays);
}

function together(a: Days, b: Days): Days {
  return {
    ...a,
    weekdays: a.weekdays | b.weekdays,
    ordinals: [...new Set([...a.ordinals, ...b.ordinals])],
    monthDays: [...new Set([...a.monthDays, ...b.monthDays])],
  };
}

/** Monday to Friday. */
export const WORKDAYS = 0b0011111;
export const WEEKEND = 0b1100000;
export const EVERY_WEEKDAY = 0b1111111;

const NAMES = "一二三四五六日";
const CODES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

/** Bit mask of 三, 一三五, 一-五, 五-日; a range may go over the end of the week. */
export function weekdaysOf(text: string): number {
  const range = /^(.)-(.)$/.exec(text);
  if (!range) return Array.from(text).reduce((mask, name) => mask | (1 << indexOf(name)), 0);
  const first = indexOf(range[1] ?? "");
  const length = ((indexOf(range[2] ?? "") - first + 7) % 7) + 1;
  return Array.from({ length }, (_, step) => 1 << ((first + step) % 7)).reduce((mask, day) => mask | day, 0);
}

/** MO,WE for a rule. @param ordinals 1MO,3MO for each of them */
export function weekdayCodes(mask: number, ordinals: readonly number[] = []): string {
  const codes = CODES.filter((_, index) => (mask & (1 << index)) !== 0);
  if (ordinals.length === 0) return codes.join(",");
  return ordinals.flatMap((ordinal) => codes.map((code) => `${ordinal}${code}`)).join(",");
}

/** 周一至周五, 周二、周四. */
export function weekdayNames(mask: number): string {
  const days = CODES.map((_, index) => index).filter((index) => (mask & (1 << index)) !== 0);
  const [first = 0] = days;
  const last = days.at(-1) ?? first;
  if (days.length > 2 && last - first === days.length - 1) return `${nameOf(first)}至${nameOf(last)}`;
  return days.map(nameOf).join("、");
}

/** The first such day on or after a Monday, counted from it. */
export function firstOf(mask: number): number {
  return mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
}

function indexOf(name: string): number {
  return NAMES.indexOf(name === "天" ? "日" : name);
}

function nameOf(index: number): string {
  return `周${NAMES.charAt(index)}`;
}

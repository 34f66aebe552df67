import type { Days, Hours, Occasion, Span } from "./opening.ts";
import { clock, isNextDay, startOf } from "./rrule.ts";
import { weekdayNames } from "./weekdays.ts";

/** The occasions in words; reading the words gives the same occasions again. */
export function meaningOf(
  occasions: readonly Occasion[],
  exceptions: readonly string[],
  conditions: readonly string[],
): string {
  const parts: string[] = [];
  let before = "";
  for (const { days, hours, months, within } of occasions) {
    const when = whenOf({ days, hours, months, within });
    const isContinued = parts.length > 0 && when === before && hours.word === null && !isOpen(hours);
    if (isContinued) parts.push(`、${hourNames(hours)}`);
    else parts.push(`${parts.length > 0 ? "；" : ""}${when}${hourNames(hours)}`);
    before = hours.word === null && !isOpen(hours) ? when : "";
  }
  const limits = [
    ...exceptions.map((exception) => (exception.endsWith("另议") ? exception : `${exception}除外`)),
    ...conditions,
  ];
  return [parts.join(""), ...limits].filter((part) => part !== "").join("，");
}

function whenOf({ days, hours, months, within }: Occasion): string {
  const named = within ?? "";
  const inMonths = monthNames(months);
  if (days.every === "YEAR" && days.monthDays.length === 0) {
    const where = inMonths === "" ? "" : `，${inMonths}`;
    return `${named}每年${days.count ?? ""}${where}（哪天未定）`;
  }
  const period = `${named}${inMonths}`;
  return period !== "" && saysNothing(days, hours) ? period : `${period}${dayNames(days, hours)}`;
}

/** 寒暑假 is not 寒暑假每天. */
function saysNothing({ every }: Days, hours: Hours): boolean {
  return every === "DAY" && hours.word === null && isOpen(hours);
}

function monthNames(months: readonly number[]): string {
  if (months.length === 0) return "";
  const [first = 0] = months;
  const last = months.at(-1) ?? first;
  const isRun = months.length > 1 && last - first === months.length - 1;
  return isRun ? `${first}-${last}月` : `${months.join("、")}月`;
}

const EVERY: Readonly<Record<Days["every"], string>> = {
  DAY: "每天",
  WEEK: "每周",
  EVEN_WEEK: "双周",
  ODD_WEEK: "单周",
  MONTH: "每月",
  QUARTER: "每季度",
  YEAR: "每年",
};

/** Words that say it all: 随时 is not 每天随时. */
const WHOLE = new Set(["随时", "长期", "全年", "尽快"]);

function dayNames(days: Days, { word }: Hours): string {
  const { every, weekdays, monthDays, month, count } = days;
  if (every === "DAY") return word !== null && WHOLE.has(word) ? "" : "每天";
  if (month !== null) return `每年${month}月${monthDays.join("、")}日`;
  if (monthDays.length > 0) return `${EVERY[every]}${monthDayNames(monthDays)}`;
  return weekdays === 0 ? `${EVERY[every]}${count ?? ""}（哪天未定）` : namedWeekdays(days);
}

function namedWeekdays(days: Days): string {
  const { every, weekdays, isWorkdays, ordinals } = days;
  const names = isWorkdays ? "工作日" : weekdayNames(weekdays);
  if (ordinals.length > 0) return `${EVERY[every]}${ordinalNames(ordinals)}个${names}`;
  const start = startOf(days);
  return start === null ? names : `${EVERY[every]}${names}（从${start}起每两周一次）`;
}

function monthDayNames(monthDays: readonly number[]): string {
  if (monthDays[0] === -1) return "最后一天";
  const [first = 0] = monthDays;
  const last = monthDays.at(-1) ?? first;
  const isRun = monthDays.length > 2 && last - first === monthDays.length - 1;
  return isRun ? `${first}-${last}日` : `${monthDays.join("、")}日`;
}

function ordinalNames(ordinals: readonly number[]): string {
  return ordinals[0] === -1 ? "最后一" : `第${ordinals.map((ordinal) => "零一二三四五"[ordinal]).join("、")}`;
}

function hourNames(hours: Hours): string {
  if (hours.word === null) return hours.spans.map(spanName).join("、");
  return hours.approximate ? `${hours.word}（约${hours.spans.map(spanName).join("、")}）` : hours.word;
}

function spanName(span: Span): string {
  const from = clock(span.from);
  const to = clock(span.to);
  if (from === null) return to === null ? "" : `${to}以前`;
  if (to === null) return `${from}起`;
  return `${from}-${isNextDay(span) ? "次日" : ""}${to}`;
}

function isOpen({ spans }: Hours): boolean {
  return spans.every(({ from, to }) => from === null && to === null);
}

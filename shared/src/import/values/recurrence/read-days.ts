import { NUMBER, NUMBER_START, smallNumber } from "./fold.ts";
import { EVERY_DAY, type Days } from "./opening.ts";
import type { TextReader } from "./text-reader.ts";
import { WEEKEND, weekdaysOf, WORKDAYS } from "./weekdays.ts";

const DAILY = /每天|每日|天天|每一天|(?<=[;,)]|^)每(?=[早晚])/y;
const WORKING = /每?个?(?:任一|任意|每个?)?(?:工作日|上班日|平日|平时)/y;
const WEEKENDS = /每?个?(?:周末|双休日?|(?:周)?六日|休息日)/y;

/** 六 but not the 三 of 三点: a digit that counts hours or days is no weekday. */
const DAY = "[一二三四五六日天](?![点时月号次期回场趟])";
const ELEMENT = `${DAY}-周?${DAY}|(?:${DAY})+`;
const FORTNIGHT = new RegExp(`(双|单|隔|每两|每二|每2|每隔一)周的?(?:周?(${ELEMENT}))?`, "y");
const WEEKLY = new RegExp(`(?:每|每逢|逢)?周(${ELEMENT})`, "y");
const MORE_WEEKDAYS = new RegExp(`(?:[、/和及与]|或者?)?周(${ELEMENT})|[、/和及与](${ELEMENT})`, "y");

const PERIOD = "(?:(每月|每个月|每季度?|每个季度|当月)的?)?";
const ORDINALS = `(?:第(${NUMBER}(?:[、,和及]第?${NUMBER})*)|(最后一|末|首|最后1))个?`;
const NTH_WEEKDAY = new RegExp(`${PERIOD}${ORDINALS}周?(?:周(${ELEMENT})|(工作日))`, "y");
const DAY_NUMBER = `${NUMBER}(?:-${NUMBER})?`;
const MONTH_DAYS = new RegExp(
  `${PERIOD}((?:${DAY_NUMBER})(?:(?:日|号)?[、,和及]${DAY_NUMBER})*)(?:日|号)`,
  "y",
);
const LAST_DAY = new RegExp(`${PERIOD}最后一?(?:天|日)`, "y");
const THIRD_OF_MONTH = new RegExp(`${PERIOD}([上中下])旬`, "y");
const DATE = new RegExp(`(?:每年的?)?(${NUMBER})月(${NUMBER})(?:日|号)`, "y");

const FREQUENCY = /每个?(周|月|季度?(?!度)|年)(?!末|底|初|内|首月|末月|的?\d{1,2}(?:-\d{1,2})?月)/y;
const COUNT = /(?:不定期)?((?:[一二两三四五1-9](?:-[一二两三四五1-9])?)(?:次|期|场|回|天|趟|批)|半天)/y;

/** With what the patterns above begin. */
const START = new Set(`每天日任个工上平周双休单隔逢第最末首当中下${NUMBER_START}`);

/** How many weekdays, dates or ordinals one text may list. */
const MOST_ELEMENTS = 31;

/** What days stand here, or how often; null for neither. */
export function readDays(reader: TextReader): Days | null {
  if (!reader.isAtOneOf(START)) return null;
  return (
    readDate(reader) ??
    readNthWeekday(reader) ??
    readMonthDays(reader) ??
    readFortnight(reader) ??
    readWords(reader) ??
    readWeekdays(reader) ??
    readFrequency(reader)
  );
}

/** Whether only how often is said, and not when. */
export function isFrequencyOnly({ every, weekdays, ordinals, monthDays }: Days): boolean {
  return every !== "DAY" && weekdays === 0 && ordinals.length === 0 && monthDays.length === 0;
}

function readWords(reader: TextReader): Days | null {
  if (reader.take(DAILY)) return EVERY_DAY;
  if (reader.take(WORKING)) return { ...EVERY_DAY, every: "WEEK", weekdays: WORKDAYS, isWorkdays: true };
  if (reader.take(WEEKENDS)) return { ...EVERY_DAY, every: "WEEK", weekdays: WEEKEND };
  return null;
}

function readWeekdays(reader: TextReader): Days | null {
  const match = reader.take(WEEKLY);
  if (!match) return null;
  return { ...EVERY_DAY, every: "WEEK", weekdays: moreWeekdays(reader, weekdaysIn(match[1])) };
}

/** 、三、五 and 、周三: the list goes on. */
function moreWeekdays(reader: TextReader, first: number): number {
  let mask = first;
  for (let count = 0; count < MOST_ELEMENTS; count++) {
    const match = reader.take(MORE_WEEKDAYS);
    if (!match) break;
    mask |= weekdaysIn(match[1] ?? match[2]);
  }
  return mask;
}

function weekdaysIn(text = ""): number {
  return weekdaysOf(text.replaceAll("周", ""));
}

/** 双周 are the even weeks of the year, 单周 the odd ones; 隔周 does not say which, and is read as even. */
function readFortnight(reader: TextReader): Days | null {
  const match = reader.take(FORTNIGHT);
  if (!match) return null;
  const every = match[1] === "单" ? "ODD_WEEK" : "EVEN_WEEK";
  const first = match[2] === undefined ? 0 : weekdaysIn(match[2]);
  const weekdays = first === 0 ? 0 : moreWeekdays(reader, first);
  const count = first === 0 ? (reader.take(COUNT)?.[1] ?? null) : null;
  return { ...EVERY_DAY, every, weekdays, count };
}

function readNthWeekday(reader: TextReader): Days | null {
  const match = reader.take(NTH_WEEKDAY);
  if (!match) return null;
  const [, period, numbers, word, element, workday] = match;
  const ordinals =
    numbers === undefined
      ? [word === "首" ? 1 : -1]
      : numbers.split(/[、,和及]第?/).map((number) => smallNumber(number));
  return {
    ...EVERY_DAY,
    every: everyOf(period),
    weekdays: workday === undefined ? weekdaysIn(element) : WORKDAYS,
    isWorkdays: workday !== undefined,
    ordinals: ordinals.filter((ordinal) => ordinal >= -1 && ordinal <= 5 && ordinal !== 0),
  };
}

function readMonthDays(reader: TextReader): Days | null {
  const last = reader.take(LAST_DAY);
  if (last) return { ...EVERY_DAY, every: everyOf(last[1]), monthDays: [-1] };
  const third = reader.take(THIRD_OF_MONTH);
  if (third) {
    const [from, to] = third[2] === "上" ? [1, 10] : third[2] === "中" ? [11, 20] : [21, 31];
    return { ...EVERY_DAY, every: everyOf(third[1]), monthDays: numbersFrom(from, to) };
  }
  const at = reader.at;
  const match = reader.take(MONTH_DAYS);
  const monthDays = (match?.[2] ?? "").split(/(?:日|号)?[、,和及]/).flatMap(rangeOf);
  if (match && monthDays.every((day) => day >= 1 && day <= 31)) {
    return { ...EVERY_DAY, every: everyOf(match[1]), monthDays };
  }
  reader.at = at;
  return null;
}

function readDate(reader: TextReader): Days | null {
  const at = reader.at;
  const match = reader.take(DATE);
  const month = smallNumber(match?.[1] ?? "");
  const day = smallNumber(match?.[2] ?? "");
  if (match && month >= 1 && month <= 12 && day >= 1 && day <= 31) {
    return { ...EVERY_DAY, every: "YEAR", month, monthDays: [day] };
  }
  reader.at = at;
  return null;
}

function readFrequency(reader: TextReader): Days | null {
  const unit = reader.take(FREQUENCY)?.[1];
  if (unit === undefined) return null;
  const every = unit === "周" ? "WEEK" : unit === "月" ? "MONTH" : unit === "年" ? "YEAR" : "QUARTER";
  return { ...EVERY_DAY, every, count: reader.take(COUNT)?.[1] ?? null };
}

function everyOf(period: string | undefined): Days["every"] {
  return period?.includes("季") === true ? "QUARTER" : "MONTH";
}

function rangeOf(text: string): number[] {
  const [from = "", to = from] = text.split("-");
  return numbersFrom(smallNumber(from), smallNumber(to));
}

/** Nothing for a range that is upside down. */
export function numbersFrom(from: number, to: number): number[] {
  return Array.from(
    { length: Math.max(0, Math.min(to - from + 1, MOST_ELEMENTS)) },
    (_, step) => from + step,
  );
}

/** Which end of a period a date is, where less than a day is written. */
export type PeriodEnd = "from" | "to";

/** The day that words such as 本月底 are counted from, and the year that a sheet's title names. */
export interface DateReference {
  readonly today: string;
  readonly year: number | null;
}

/** A date that leaves something out, with what was taken for it. Year and month may not exist. */
export interface VagueDate {
  readonly year: number;
  readonly month: number;
  /** 0: the last day of the month. */
  readonly day: number;
  readonly isYearAssumed: boolean;
}

const BEFORE = "(?:以?前|之前|为止|止)?";
const PART = "(初|上旬|中旬|中|下旬|底|末|月底|月末)?";
const MONTH = new RegExp(`^(?:(\\d{4})(?:[-/.]|年)|(今年|本年|明年|次年)?)(\\d{1,2})月份?${PART}${BEFORE}$`);
const BARE_MONTH = new RegExp(`^(\\d{4})[-/.](\\d{1,2})${BEFORE}$`);
const DAY = new RegExp(`^(今年|本年|明年|次年)?(\\d{1,2})月(\\d{1,2})(?:日|号)?${BEFORE}$`);
const YEAR_END = new RegExp(`^(?:(\\d{4})年?|(今年|本年|明年|次年)?)(?:年)?(底|末)${BEFORE}$`);
const MONTH_END = new RegExp(`^(本|当|这个|下|下个)?月(底|末)${BEFORE}$`);

/** First and last day of what part of a month; 0 is the month's last day. */
const DAYS_OF_PART: Readonly<Record<string, readonly [from: number, to: number]>> = {
  初: [1, 10],
  上旬: [1, 10],
  中旬: [11, 20],
  中: [11, 20],
  下旬: [21, 0],
};

/**
 * Reads a date that leaves out its year (9月1日), its day (2026年9月, 10月底前) or both (年底). A year that is not
 * written is the one of the sheet's title, else that of today. `null`: it is no such date, or less than a day
 * is written and `end` does not say which day would be meant.
 */
export function readVagueDate(
  text: string,
  end: PeriodEnd | null,
  reference: DateReference,
): VagueDate | null {
  return (
    readDay(text, reference) ??
    readMonth(text, end, reference) ??
    readMonthEnd(text, reference) ??
    readYearEnd(text, reference)
  );
}

function readDay(text: string, reference: DateReference): VagueDate | null {
  const match = DAY.exec(text);
  if (!match) return null;
  return {
    year: assumedYear(match[1], reference),
    month: Number(match[2]),
    day: Number(match[3]),
    isYearAssumed: true,
  };
}

function readMonth(text: string, end: PeriodEnd | null, reference: DateReference): VagueDate | null {
  const [, bareYear, bareMonth] = BARE_MONTH.exec(text) ?? [];
  const [, year = bareYear, word, month = bareMonth, part] = MONTH.exec(text) ?? [];
  const which = end ?? endOf(part);
  if (month === undefined || which === null) return null;
  const isYearAssumed = year === undefined;
  return {
    year: isYearAssumed ? assumedYear(word, reference) : Number(year),
    month: Number(month),
    day: dayOf(part, which),
    isYearAssumed,
  };
}

/** Words that are one day whichever end of a period is asked for. */
function endOf(part: string | undefined): PeriodEnd | null {
  if (part === "初") return "from";
  return part !== undefined && /[底末]/.test(part) ? "to" : null;
}

/** 9月初 is the 1st and 10月底 the last day, whichever end they are; 9月中旬 is a period. */
function dayOf(part: string | undefined, end: PeriodEnd): number {
  if (part === "初") return 1;
  const days = DAYS_OF_PART[part ?? ""];
  if (days !== undefined) return end === "from" ? days[0] : days[1];
  return part === undefined && end === "from" ? 1 : 0;
}

/** 本月底, 下月底. */
function readMonthEnd(text: string, { today }: DateReference): VagueDate | null {
  const match = MONTH_END.exec(text);
  if (!match) return null;
  const months =
    yearOf(today) * 12 + Number(today.slice(5, 7)) - 1 + (match[1]?.startsWith("下") === true ? 1 : 0);
  return { year: Math.floor(months / 12), month: (months % 12) + 1, day: 0, isYearAssumed: true };
}

/** 年底, 2026年底. */
function readYearEnd(text: string, reference: DateReference): VagueDate | null {
  const match = YEAR_END.exec(text);
  if (!match || !text.includes("年")) return null;
  const isYearAssumed = match[1] === undefined;
  const year = isYearAssumed ? assumedYear(match[2], reference) : Number(match[1]);
  return { year, month: 12, day: 31, isYearAssumed };
}

/** 明年 and 次年 are the year after. */
function assumedYear(word: string | undefined, { today, year }: DateReference): number {
  return (year ?? yearOf(today)) + (word === "明年" || word === "次年" ? 1 : 0);
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}

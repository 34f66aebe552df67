/** One rule of opening times. */
export interface OpeningRule {
  /** RFC 5545 without DTSTART, as FREQ=WEEKLY;BYDAY=MO,WE. */
  readonly rrule: string;
  /** The first day, YYYY-MM-DD, where the rule hangs on it (every second week); else null. */
  readonly start: string | null;
  /** HH:MM, or null where no hour was named. */
  readonly from: string | null;
  readonly to: string | null;
  /** `to` is on the next day: 19:00-次日7:30. */
  readonly nextDay: boolean;
  /** The hours are those that a word (下午) usually means. */
  readonly approximate: boolean;
  /** A period or day that has a name and no fixed date (寒暑假, 学期内, 冬至前后); the rule holds inside it. */
  readonly within: string | null;
}

/** What a text about opening times says. */
export interface Opening {
  readonly rules: readonly OpeningRule[];
  /** What the text takes out again, in its words: 法定节假日, 周三、周六上午. */
  readonly exceptions: readonly string[];
  /** The rules in Chinese words; reading this text gives the same rules. */
  readonly meaning: string;
  /** Whether every word was read. If not, there are no rules: half of a text may say its contrary. */
  readonly understood: boolean;
  /** The words that were not read. */
  readonly rest: string | null;
}

/** On which days, before it becomes a rule. */
export interface Days {
  readonly every: "DAY" | "WEEK" | "EVEN_WEEK" | "ODD_WEEK" | "MONTH" | "QUARTER" | "YEAR";
  /** Bit mask, Monday = 1; 0: none named. */
  readonly weekdays: number;
  /** Said as 工作日: Monday to Friday without the public holidays. */
  readonly isWorkdays: boolean;
  /** 第二、四个: [2, 4]; 最后一个: [-1]. */
  readonly ordinals: readonly number[];
  /** 8日: [8]; 最后一天: [-1]. */
  readonly monthDays: readonly number[];
  /** Of a day of the year: 3月5日. */
  readonly month: number | null;
  /** How often, where only that is said: 一次, 半天. */
  readonly count: string | null;
}

/** At what hours; several spans for one word (早晚). */
export interface Hours {
  /** 下午, 随时; null for hours by the clock. */
  readonly word: string | null;
  readonly spans: readonly Span[];
  readonly approximate: boolean;
}

/** Minutes of the day; more than 1440 is the next day; null is open. */
export interface Span {
  readonly from: number | null;
  readonly to: number | null;
}

/** Days, hours and months that belong together: what stands between two semicolons. */
export interface Occasion {
  readonly days: Days;
  readonly hours: Hours;
  readonly months: readonly number[];
  readonly within: string | null;
}

export const EVERY_DAY: Days = {
  every: "DAY",
  weekdays: 0,
  isWorkdays: false,
  ordinals: [],
  monthDays: [],
  month: null,
  count: null,
};

export const ANY_HOUR: Hours = { word: null, spans: [{ from: null, to: null }], approximate: false };

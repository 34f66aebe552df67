/** One stretch of a week: days as a bit mask (Monday = 1), times as minutes of the day; null when not said. */
interface Slot {
  readonly days: number;
  readonly hours: readonly (readonly [number, number])[] | null;
}

export interface Availability {
  readonly slots: readonly Slot[];
  /** Months (1–12) outside which nothing happens; null when not said. */
  readonly months: readonly number[] | null;
}

const EVERY_DAY = 0b1111111;
const WEEKDAYS = 0b0011111;
const WEEKEND = 0b1100000;
const DAY_NAMES = "一二三四五六日";
const DAY_PARTS: readonly (readonly [RegExp, readonly (readonly [number, number])[]])[] = [
  [/清晨|早晨|一早/, [[300, 570]]],
  [
    /早晚/,
    [
      [390, 540],
      [960, 1170],
    ],
  ],
  [/上午|早上/, [[450, 720]]],
  [/中午|午间/, [[660, 840]]],
  [/下午/, [[720, 1080]]],
  [/傍晚/, [[990, 1170]]],
  [/晚|打烊/, [[1080, 1320]]],
  [
    /夜/,
    [
      [1140, 1440],
      [0, 480],
    ],
  ],
  [/白天|日间/, [[480, 1080]]],
];
const SEASONS: readonly (readonly [RegExp, readonly number[]])[] = [
  [/学期/, [9, 10, 11, 12, 1, 2, 3, 4, 5, 6]],
  [/寒暑假/, [1, 2, 7, 8]],
  [/暑/, [7, 8]],
  [/寒假/, [1, 2]],
];

/** Reads 「工作日 18:00-次日 8:00；周末」, 「学期内周四下午」, 「随时」. What is not understood restricts nothing. */
export function readSchedule(text: string): Availability {
  const said = text.replace(/[（(][^）)]*(除外|另议)[^）)]*[）)]/g, "");
  const clauses = said.split(/[；;]/).filter((clause) => clause.trim() !== "");
  const slots = clauses.map((clause) => ({ days: daysOf(clause), hours: hoursOf(clause) }));
  return {
    slots: slots.length === 0 ? [{ days: EVERY_DAY, hours: null }] : slots,
    months: monthsOf(said, clauses.length),
  };
}

export interface ScheduleFit {
  readonly days: boolean;
  readonly hours: boolean;
}

/** Whether some slot of one meets some slot of the other; if none, the nearest miss. */
export function compareSchedules(needed: Availability, offered: Availability): ScheduleFit {
  let best: ScheduleFit = { days: false, hours: false };
  for (const a of needed.slots) {
    for (const b of offered.slots) {
      const fit = { days: (a.days & b.days) !== 0, hours: hoursMeet(a.hours, b.hours) };
      if (Number(fit.days) + Number(fit.hours) > Number(best.days) + Number(best.hours)) best = fit;
    }
  }
  return best;
}

function daysOf(clause: string): number {
  const except = /除(.*?)外/.exec(clause);
  if (except !== null) return EVERY_DAY & ~namedDays(except[1] ?? "");
  const days = namedDays(clause);
  return days === 0 ? EVERY_DAY : days;
}

function namedDays(text: string): number {
  let days = 0;
  if (text.includes("工作日")) days |= WEEKDAYS;
  if (text.includes("周末")) days |= WEEKEND;
  for (const [, from = "", to] of text.matchAll(
    /(?:周|星期)([一二三四五六日天])(?:至|到|-|—)(?:周|星期)?([一二三四五六日天])/g,
  )) {
    for (let day = dayIndex(from); day <= dayIndex(to ?? from); day++) days |= 1 << day;
  }
  for (const [, names = ""] of text.matchAll(/(?:周|星期|、)([一二三四五六日天]+)/g)) {
    for (const name of names) days |= 1 << dayIndex(name);
  }
  return days;
}

function dayIndex(name: string): number {
  return DAY_NAMES.indexOf(name === "天" ? "日" : name);
}

function hoursOf(clause: string): [number, number][] | null {
  const clock = [...clause.matchAll(/(\d{1,2}):(\d{2})\s*[-—至到~]\s*(次日\s*)?(\d{1,2}):(\d{2})/g)];
  if (clock.length > 0) return clock.flatMap((match) => clockRange(match));
  const parts = DAY_PARTS.filter(([pattern]) => pattern.test(clause)).flatMap(([, ranges]) => ranges);
  return parts.length === 0 ? null : parts.map(([from, to]) => [from, to]);
}

function clockRange([, h1, m1, nextDay, h2, m2]: RegExpMatchArray): [number, number][] {
  const from = Number(h1) * 60 + Number(m1);
  const to = Number(h2) * 60 + Number(m2);
  return nextDay !== undefined || to < from
    ? [
        [from, 1440],
        [0, to],
      ]
    : [[from, to]];
}

function hoursMeet(a: Slot["hours"], b: Slot["hours"]): boolean {
  if (a === null || b === null) return true;
  return a.some(([from, to]) => b.some(([start, end]) => Math.min(to, end) - Math.max(from, start) >= 30));
}

function monthsOf(text: string, clauses: number): number[] | null {
  const named = /每年[^月]*?(\d{1,2})(?:\s*[-—至]\s*(\d{1,2}))?\s*月/.exec(text);
  if (named !== null) {
    const first = Number(named[1]);
    return Array.from({ length: Number(named[2] ?? first) - first + 1 }, (_, index) => first + index);
  }
  // 「周末；寒暑假」 is not bound to the holidays.
  const season = clauses > 1 ? undefined : SEASONS.find(([pattern]) => pattern.test(text));
  return season === undefined || text.includes("周末及") ? null : [...season[1]];
}

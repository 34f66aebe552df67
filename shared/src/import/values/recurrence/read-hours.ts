import { NUMBER, NUMBER_START, smallNumber } from "./fold.ts";
import type { Hours, Span } from "./opening.ts";
import type { TextReader } from "./text-reader.ts";

const HOUR = 60;
const NOON = 12 * HOUR;
const MIDNIGHT = 24 * HOUR;

/** What parts of the day usually mean, as minutes; the same hours by which lists are matched. */
const PARTS: readonly (readonly [word: string, ways: string, ...spans: readonly [number, number][]])[] = [
  ["早晚", "早晚间?", [390, 540], [960, 1170]],
  ["凌晨", "凌晨", [0, 300]],
  ["清晨", "清晨|早晨|一早|清早|晨间", [300, 570]],
  ["上午", "上午|早上|早间|早", [450, 720]],
  ["中午", "中午|午间|午休(?:时间)?", [660, 840]],
  ["下午", "下午|午后", [720, 1080]],
  ["傍晚", "傍晚", [990, 1170]],
  ["晚上", "晚上|晚间|晚", [1080, 1320]],
  ["夜间", "夜间|夜里|夜晚|深夜|半夜|夜", [1140, MIDNIGHT + 480]],
  ["白天", "白天|日间|全日间", [480, 1080]],
];

/** Words that name no hour. */
const OPEN_WORDS =
  /随时|全天候?(?:24小时)?|24小时|长期|常年|全年|任何时间|任意时间|时间不限|不限时间?|尽快|尽早|马上|半天/y;
const SAME_AS: Readonly<Record<string, string>> = {
  全天候: "全天",
  全天24小时: "全天",
  全天候24小时: "全天",
  "24小时": "全天",
  常年: "长期",
  任何时间: "随时",
  任意时间: "随时",
  时间不限: "随时",
  不限时间: "随时",
  不限: "随时",
  尽早: "尽快",
  马上: "尽快",
};

const ANY_PART = PARTS.map(([, ways]) => ways).join("|");
const PART = new RegExp(`(?:${ANY_PART})`, "y");
const PART_RANGE = new RegExp(`(${ANY_PART})-(次日)?(${ANY_PART})`, "y");

const CLOCK = `(?:(\\d{1,2}):(\\d{2})(?::\\d{2})?|(${NUMBER})[点时](?:(半)|(一|三)刻|(${NUMBER})分?)?(?:整|钟)?)`;
const PREFIX = `(${ANY_PART})?`;
const BARE_HOUR = new RegExp(`${PREFIX}(${NUMBER})(?=-(?:次日|当日)?(?:${ANY_PART})?${NUMBER}[点时])`, "y");
const MOMENT = new RegExp(`${PREFIX}${CLOCK}`, "y");
const UNTIL = /-(次日|当日|当天)?/y;
const AFTER = /以后|之后|后|起|开始/y;
const BEFORE = /以前|之前|前|为?止/y;

/** With what the patterns above begin. */
const START = new Set(`早凌清晨上中午下傍晚夜深半白日全随长常任时不尽马${NUMBER_START}`);

/** The hours that usually go by this word, for showing them. */
export function usualSpans(word: string): readonly Span[] {
  const part = PARTS.find(([name]) => name === word);
  return (part?.slice(2) as [number, number][] | undefined)?.map(([from, to]) => ({ from, to })) ?? [];
}

function edgesOf(word: string): [opening: number, end: number] {
  const [, , ...spans] = PARTS.find(([name]) => name === word) ?? ["", "", [0, 0]];
  return [spans[0]?.[0] ?? 0, spans.at(-1)?.[1] ?? 0];
}

/** Hours by the clock (8:30-17:00, 下午2点到4点, 晚上八点后) or by a word (下午); null for neither. */
export function readHours(reader: TextReader): Hours | null {
  if (!reader.isAtOneOf(START)) return null;
  const at = reader.at;
  const hours = readClock(reader) ?? readPartRange(reader) ?? readPart(reader);
  if (hours === null) reader.at = at;
  return hours;
}

function readPart(reader: TextReader): Hours | null {
  const open = reader.take(OPEN_WORDS)?.[0];
  if (open !== undefined) {
    return { word: SAME_AS[open] ?? open, spans: [{ from: null, to: null }], approximate: false };
  }
  const word = wordOf(reader.take(PART)?.[0]);
  return word === null ? null : { word, spans: usualSpans(word), approximate: true };
}

/** 上午到傍晚 is all of both; 晚上到次日早上 ends when the morning begins. */
function readPartRange(reader: TextReader): Hours | null {
  const [, begins, next, ends] = reader.take(PART_RANGE) ?? [];
  const first = wordOf(begins);
  const last = wordOf(ends);
  if (first === null || last === null) return null;
  const [from] = edgesOf(first);
  const [opening, end] = edgesOf(last);
  const isNext = next !== undefined || opening < from;
  const to = isNext ? opening + MIDNIGHT : end;
  return { word: `${first}至${isNext ? "次日" : ""}${last}`, spans: [{ from, to }], approximate: true };
}

interface Moment {
  readonly minutes: number;
  readonly part: string | null;
}

function readClock(reader: TextReader): Hours | null {
  const start = readMoment(reader, null) ?? readBareHour(reader);
  if (start === null) return null;
  const until = reader.take(UNTIL);
  if (!until) return readOpenClock(reader, start);
  const end = readMoment(reader, start.part);
  if (end === null) return null;
  const span = spanOf(start, end, until[1] === "次日");
  return span === null ? null : { word: null, spans: [span], approximate: false };
}

function readOpenClock(reader: TextReader, { minutes }: Moment): Hours {
  if (reader.take(BEFORE)) return clockHours({ from: null, to: minutes });
  reader.take(AFTER);
  return clockHours({ from: minutes, to: null });
}

function clockHours(span: Span): Hours {
  return { word: null, spans: [span], approximate: false };
}

/**
 * Null where the end may be meant as the afternoon or as the next day (8:30-5:30): that is not for us to
 * say. From noon on it can only be the next day.
 */
function spanOf({ minutes: from }: Moment, { minutes: to }: Moment, isNextDay: boolean): Span | null {
  if (isNextDay) return { from, to: to + MIDNIGHT };
  if (to > from) return { from, to };
  return from >= NOON ? { from, to: to + MIDNIGHT } : null;
}

/** 下午2点: 14:00; the end of a range takes the beginning's part of the day where it has none. */
function readMoment(reader: TextReader, inherited: string | null): Moment | null {
  const at = reader.at;
  const match = reader.take(MOMENT);
  if (!match) return null;
  const hours = smallNumber(match[2] ?? match[4] ?? "");
  const minutes = minutesOf(match);
  if (minutes > 59 || hours * HOUR + minutes > MIDNIGHT) {
    reader.at = at;
    return null;
  }
  const part = wordOf(match[1]) ?? inherited;
  return { minutes: byPart(hours, part) * HOUR + minutes, part };
}

/** :30, 半, 一刻, 二十分 or nothing. */
function minutesOf([, , , digits, , half, quarter, written]: RegExpExecArray): number {
  if (half !== undefined) return 30;
  if (quarter !== undefined) return smallNumber(quarter) * 15;
  return smallNumber(digits ?? written ?? "零");
}

/** The 2 of 下午2-4点. */
function readBareHour(reader: TextReader): Moment | null {
  const match = reader.take(BARE_HOUR);
  if (!match) return null;
  const part = wordOf(match[1]);
  return { minutes: byPart(smallNumber(match[2] ?? ""), part) * HOUR, part };
}

const LATE = new Set(["下午", "傍晚", "晚上", "夜间"]);

/** The hour of 24 that is meant by an hour of 12. */
function byPart(hour: number, part: string | null): number {
  if (part === "中午" && hour < 10) return hour + 12;
  if (part === null || !LATE.has(part) || hour > 12) return hour;
  if (hour === 12) return part === "下午" ? 12 : 24;
  return part === "夜间" && hour < 6 ? hour : hour + 12;
}

function wordOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  return PARTS.find(([, ways]) => new RegExp(`^(?:${ways})$`).test(text))?.[0] ?? null;
}

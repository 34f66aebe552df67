import type { Cell, CellParser } from "../list-definition.ts";
import { chineseNumber } from "./chinese-number.ts";
import { remembered } from "./remembered.ts";
import { tidy } from "./text.ts";
import { readVagueDate, type PeriodEnd } from "./vague-date.ts";

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;
const WRITTEN =
  /^(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})(?:日|号)?(?:T?(\d{1,2}:\d{2}(?::\d{2})?)(?:\.0+)?)?$/;
const COMPACT = /^((?:19|20|21)\d{2})(\d{2})(\d{2})$/;
const SERIAL = /^\d{5}(?:\.0+)?$/;
/** No date or period is longer, and the patterns below take their time with a text of pages. */
const LONGEST_TEXT = 200;
const EARLIEST_YEAR = 1900;
const LATEST_YEAR = 2199;

/** Spreadsheets count days from here; the shift by one before March 1900 is theirs, and no list is that old. */
const SERIAL_EPOCH_MS = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

/** One date, as people write it; YYYY-MM-DD or null. A date that does not exist is refused. */
export function date({ end = null }: { end?: PeriodEnd | null } = {}): CellParser<string | null> {
  const parse = remembered((sent, cell) => readDate(foldDate(sent, cell), end, cell));
  return (sent, cell) => (ISO.test(sent) ? existing(sent, sent, cell) : parse(sent, cell));
}

function readDate(text: string, end: PeriodEnd | null, cell: Cell): string | null {
  if (text === "" || isOpen(text)) return null;
  return (
    written(text, cell) ??
    fromSerial(text, cell) ??
    fromVague(text, end, cell) ??
    fromToday(text, cell) ??
    refuseDate(text, cell)
  );
}

/** A period in one cell; `null` at an end means that it is open there. */
export interface Period {
  readonly from: string | null;
  readonly to: string | null;
}

/** `2026-09-01~2027-08-31`, `2026.9.1-2027.8.31`, `2026年9月1日至2027年8月31日`, `长期有效`. */
export function period(): CellParser<Period | null> {
  const parseFrom = date({ end: "from" });
  const parseTo = date({ end: "to" });
  return remembered((sent, cell) => {
    const text = foldDate(sent, cell).replace(/^(?:有效期|期限|时间)[为是:]?/, "");
    if (text === "") return null;
    if (isOpen(text)) return { from: null, to: null };
    const ends = splitPeriod(text);
    if (!ends) return oneEnd(text, parseFrom, parseTo, cell);

    const from = parseFrom(ends[0], cell);
    const to = isOpen(ends[1]) ? null : parseTo(withYear(ends[1], from, cell), cell);
    if (from !== null && to !== null && from > to) refuseReversed(from, to, cell);
    return { from, to };
  });
}

/** Whether the text is a calendar day that exists, YYYY-MM-DD. */
export function isDate(text: string): boolean {
  const match = ISO.exec(text);
  return match !== null && faultOf(Number(match[1]), Number(match[2]), Number(match[3])) === null;
}

function refuseReversed(from: string, to: string, cell: Cell): never {
  return cell.refuse("PERIOD_REVERSED", `“${cell.label}”的开始 ${from} 晚于结束 ${to}，可能填反，请核对。`);
}

function foldDate(sent: string, cell: Cell): string {
  const text = tidy(sent);
  if (text.length > LONGEST_TEXT) refuseDate(text, cell);
  return text
    .normalize("NFKC")
    .replace(/[〇零一二三四五六七八九十]+(?=[年月日号])/g, (words) => String(chineseNumber(words) ?? words))
    .replace(/\s*(?=[-/.年月日号~—–至到])|(?<=[-/.年月日号~—–至到])\s*/g, "");
}

/** 长期有效 has no end; whoever publishes it confirms it once a year. */
function isOpen(text: string): boolean {
  return /^(?:长期|永久|常年)(?:有效|开放|提供)?$/.test(text) || text === "至今" || text === "今";
}

function written(text: string, cell: Cell): string | null {
  const match = WRITTEN.exec(text.replace(/ (?=\d{1,2}:)/, "T")) ?? COMPACT.exec(text);
  if (!match) return null;
  const [, year = "", month = "", day = "", time] = match;
  const value = existing(`${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`, text, cell);
  if (time !== undefined && !/^0?0:00/.test(time)) {
    cell.correct("TIME_DROPPED", `“${cell.label}”只记日期，时刻 ${time} 没有导入。`);
  }
  return value;
}

function fromSerial(text: string, cell: Cell): string | null {
  if (!SERIAL.test(text)) return null;
  const value = new Date(SERIAL_EPOCH_MS + Number(text) * DAY_MS).toISOString().slice(0, 10);
  cell.correct(
    "DATE_SERIAL",
    `“${cell.label}”是表格软件的日期序列号 ${text}，换算为 ${value}，请核对。`,
    value,
  );
  return value;
}

/** What was left out is told: a month without a day, a day without a year. */
function fromVague(text: string, end: PeriodEnd | null, cell: Cell): string | null {
  const vague = readVagueDate(text, end, cell);
  if (vague === null) return null;
  const { year, month, isYearAssumed } = vague;
  if (faultOf(year, month, 1) !== null) return refuseDate(text, cell, faultOf(year, month, 1));
  const day = vague.day === 0 ? daysIn(year, month) : vague.day;
  const value = existing(`${year}-${two(month)}-${two(day)}`, text, cell);
  if (isYearAssumed) {
    cell.correct("DATE_YEAR_ASSUMED", `“${cell.label}”没有写年份（${text}），记为 ${value}，请核对。`, value);
  } else {
    cell.correct("DATE_MONTH_ONLY", `“${cell.label}”没有写到日（${text}），记为 ${value}，请核对。`, value);
  }
  return value;
}

function fromToday(text: string, cell: Cell): string | null {
  if (!/^(?:即日|今日|今天|现在)起?$/.test(text)) return null;
  cell.correct(
    "DATE_TODAY",
    `“${cell.label}”写的是“${text}”，记为填报当日 ${cell.today}，请核对。`,
    cell.today,
  );
  return cell.today;
}

function existing(iso: string, text: string, cell: Cell): string {
  const match = ISO.exec(iso);
  const fault = match ? faultOf(Number(match[1]), Number(match[2]), Number(match[3])) : "格式不对";
  return fault === null ? iso : refuseDate(text, cell, fault);
}

/** Why a day does not exist, in Chinese, or `null` if it does. */
function faultOf(year: number, month: number, day: number): string | null {
  if (year < EARLIEST_YEAR || year > LATEST_YEAR) return `年份 ${year} 不合理`;
  if (month < 1 || month > 12) return `没有 ${month} 月`;
  return day < 1 || day > daysIn(year, month) ? `${year} 年 ${month} 月没有 ${day} 日` : null;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function refuseDate(text: string, cell: Cell, fault: string | null = null): never {
  const short = /^(\d{2})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  const guess = short ? `20${short[1] ?? ""}-${two(Number(short[2]))}-${two(Number(short[3]))}` : "";
  return cell.refuse(
    "DATE_INVALID",
    `“${cell.label}”应为存在的日期（如 2026-09-01），收到“${text.slice(0, 40)}”${fault === null ? "" : `：${fault}`}。`,
    isDate(guess) ? `是否为 ${guess}？` : null,
  );
}

/** Cuts at the separator: a wave, a long dash or 至 anywhere, a hyphen only where dates have none themselves. */
function splitPeriod(text: string): readonly [string, string] | null {
  const match =
    /^([^~—–至到]*\d[^~—–至到]*|即日起?|今[日天]起?|现在起?)(?:~|—+|–|至|到)(.+)$/.exec(text) ??
    /^(即日起?|\d{1,2}月\d{1,2}日?)-(.+)$/.exec(text) ??
    /^(\d{4}[./年].+?)-(\d.+)$/.exec(text) ??
    /^(\d{4}-\d{1,2}-\d{1,2})-(\d.+)$/.exec(text);
  return match?.[1] !== undefined && match[2] !== undefined ? [match[1], match[2]] : null;
}

/** 2026.9.1-12.31 and 2026年9月-次年6月底 leave out the second year: it follows from the first. */
function withYear(text: string, from: string | null, cell: Cell): string {
  const match = /^(次年|翌年|明年)?(\d{1,2})(?:([-/.])(\d{1,2})|月(.*))$/.exec(text);
  if (!match || from === null) return text;
  const [, next, month = "", , day, rest = ""] = match;
  const year = Number(from.slice(0, 4)) + (next === undefined ? 0 : 1);
  const value =
    day === undefined ? `${year}年${month}月${rest}` : `${year}-${two(Number(month))}-${two(Number(day))}`;
  if (next === undefined) {
    cell.correct(
      "DATE_YEAR_ASSUMED",
      `“${cell.label}”的结束没有写年份，按 ${year} 年记（${value}），请核对。`,
      value,
    );
  }
  return value;
}

function oneEnd(
  text: string,
  parseFrom: CellParser<string | null>,
  parseTo: CellParser<string | null>,
  cell: Cell,
): Period {
  const start = /^(.+?)(?:起|开始)$/.exec(text)?.[1];
  if (start !== undefined) return { from: parseFrom(start, cell), to: null };
  const to = parseTo(
    text.replace(/^(?:用到|截至|截止到?|至|到|~|—)/, "").replace(/(?:为止|止|以?前)$/, ""),
    cell,
  );
  cell.correct("RANGE_START_MISSING", `“${cell.label}”只写了结束（${to ?? text}），没有开始日期，请补。`);
  return { from: null, to };
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

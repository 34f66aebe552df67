import { EVERY_DAY, type Days } from "./opening.ts";
import { isEmpty, type Group } from "./gather.ts";
import { isFrequencyOnly, readDays } from "./read-days.ts";
import { readHours } from "./read-hours.ts";
import { readMonths, readNamedPeriod } from "./read-periods.ts";
import { TextReader } from "./text-reader.ts";
import { EVERY_WEEKDAY } from "./weekdays.ts";

/** What a text says, before it becomes rules. */
export interface Clauses {
  readonly groups: readonly Group[];
  readonly exceptions: readonly string[];
  readonly conditions: readonly string[];
  /** What was not read. */
  readonly rest: readonly string[];
}

/** Ours, from `meaningOf`; people write them too. */
const GLOSS = /\((?:约[\d:、\-次日]+|从[\d-]{10}起每两周一次|哪天未定)\)/y;
/** Without one of these nothing is excepted, and most texts have none. */
const EXCEPTION_WORD = /除|另议|休息|闭馆|关门|不|停/;
const EXCEPT_BEFORE = /[(,]?除(?:了)?([^外;()]{1,40})(?:以?外)\)?/g;
const EXCEPT_AFTER =
  /[(,]?(?:逢|遇)?([^(),;]{1,30}?)(?:不含|除外|另议|休息|闭馆|关门|不开放?|不营业|不上班|停办?)\)?(?=[(),;]|$)/g;
const CONDITION =
  /[(,]?(?:须|需)?要?(?:提前)?(?:\d{1,2}天)?(?:电话|微信|网上)?(?:预约|预报名|联系|约定)(?:制|即可|后?确定|开放)?\)?|以?(?:本店|店内|现场)?通知为准/y;
const FILLER =
  /的|均可|都可以?|都行|皆可|可以?|开放|营业|提供|服务|接待|办理|安排|时间段?|时段|期间|固定|集中|申报|公布|评审|开班|评选|上课|活动|每次|按次|左右|有空|可用|为主|以内|内/y;
const LIST_SEPARATOR = /[、/]|以?及|和|与/y;
const EITHER = /或者?/y;
const COMMA = /,/y;
const END = /[;]/y;
const BRACKET = /[()]/y;
const ASIDE_START = new Set("(,须需要提电微网预联约以本店现通0123456789");
const JOINT_START = new Set(";,、/或以及和与()");
const WORD = /[^,;、()]/y;

/** What stood between two tokens. */
type Joint = "NONE" | "LIST" | "EITHER" | "COMMA";

/** Reads a folded text. */
export function readClauses(folded: string): Clauses {
  const { text, exceptions, rest } = takeExceptions(folded);
  const clauses = new ClauseReader(text);
  clauses.read();
  return {
    groups: withoutDays(clauses.groups, exceptions),
    exceptions: exceptions.filter(({ mask }) => mask === null).map(({ words }) => words),
    conditions: clauses.conditions,
    rest: [...rest, ...clauses.rest],
  };
}

interface Exception {
  readonly words: string;
  /** 除周三、周六外: whole weekdays, taken out of 每天 itself. */
  readonly mask: number | null;
}

/** Cuts out what is excepted, each read like a text of its own. */
function takeExceptions(folded: string): {
  readonly text: string;
  readonly exceptions: readonly Exception[];
  readonly rest: readonly string[];
} {
  const exceptions: Exception[] = [];
  const rest: string[] = [];
  const cut = (whole: string, words: string): string => {
    const inner = new ClauseReader(words);
    inner.read();
    const isRead = inner.rest.length === 0 && inner.groups.some((group) => !isEmpty(group));
    if (isRead) exceptions.push({ words: whole.includes("另议") ? `${words}另议` : words, mask: null });
    else rest.push(words);
    return "";
  };
  if (!EXCEPTION_WORD.test(folded)) return { text: folded, exceptions, rest };
  const before = folded.replace(EXCEPT_BEFORE, (whole: string, words: string) => {
    const mask = wholeWeekdays(words);
    if (mask === null) return cut(whole, words);
    exceptions.push({ words, mask });
    return "";
  });
  const text = before.replace(EXCEPT_AFTER, cut);
  return { text, exceptions, rest };
}

function wholeWeekdays(words: string): number | null {
  const inner = new ClauseReader(words);
  inner.read();
  const [group, ...others] = inner.groups.filter((some) => !isEmpty(some));
  if (!group || others.length > 0 || inner.rest.length > 0) return null;
  const isPlain = group.hours.length + group.within.length + group.months.length === 0;
  const areWeekdays = group.days.every(({ every, weekdays, ordinals }) => {
    return every === "WEEK" && weekdays !== 0 && ordinals.length === 0;
  });
  return isPlain && areWeekdays ? group.days.reduce((mask, { weekdays }) => mask | weekdays, 0) : null;
}

function withoutDays(groups: readonly Group[], exceptions: readonly Exception[]): readonly Group[] {
  const out = exceptions.reduce((mask, exception) => mask | (exception.mask ?? 0), 0);
  if (out === 0) return groups;
  const left: Days = { ...EVERY_DAY, every: "WEEK", weekdays: EVERY_WEEKDAY & ~out };
  const said = groups.filter((group) => !isEmpty(group));
  return (said.length > 0 ? said : [{ within: [], months: [], days: [], hours: [] }]).map((group) => ({
    ...group,
    days: group.days.length === 0 || group.days.includes(EVERY_DAY) ? [left] : lessWeekdays(group.days, out),
  }));
}

function lessWeekdays(days: readonly Days[], out: number): Days[] {
  return days.map((some) => ({ ...some, weekdays: some.weekdays & ~out, isWorkdays: false }));
}

/** Walks over the clauses and decides which days, hours and periods belong together. */
class ClauseReader {
  readonly groups: Group[] = [];
  readonly conditions: string[] = [];
  readonly rest: string[] = [];
  readonly #reader: TextReader;
  #group = emptyGroup();
  #joint: Joint = "NONE";
  #unread = "";

  constructor(text: string) {
    this.#reader = new TextReader(text);
  }

  read(): void {
    while (!this.#reader.isAtEnd) {
      if (this.#readKnown()) this.#keepUnread();
      else this.#readUnknown();
    }
    this.#keepUnread();
    this.#close();
  }

  #readKnown(): boolean {
    if (this.#readAside() || this.#readJoint()) return true;
    if (this.#readDays() || this.#readPeriod() || this.#readMonths() || this.#readHours()) {
      this.#joint = "NONE";
      return true;
    }
    return this.#reader.take(FILLER) !== null;
  }

  /** What says nothing about when: our own gloss, and that one must book. */
  #readAside(): boolean {
    if (!this.#reader.isAtOneOf(ASIDE_START)) return false;
    if (this.#reader.take(GLOSS)) return true;
    const [words] = this.#reader.take(CONDITION) ?? [];
    if (words !== undefined) this.conditions.push(words.replace(/[(),]/g, ""));
    return words !== undefined;
  }

  #readJoint(): boolean {
    const reader = this.#reader;
    if (!reader.isAtOneOf(JOINT_START)) return false;
    if (reader.take(END)) this.#close();
    else if (reader.take(COMMA)) this.#joint = "COMMA";
    else if (reader.take(EITHER)) this.#joint = "EITHER";
    else if (reader.take(LIST_SEPARATOR)) this.#joint = "LIST";
    else return reader.take(BRACKET) !== null;
    return true;
  }

  #readUnknown(): void {
    this.#unread += this.#reader.take(WORD)?.[0] ?? "";
  }

  #keepUnread(): void {
    if (this.#unread !== "") this.rest.push(this.#unread);
    this.#unread = "";
  }

  #close(): void {
    if (!isEmpty(this.#group)) this.groups.push(this.#group);
    this.#group = emptyGroup();
    this.#joint = "NONE";
  }

  #readDays(): boolean {
    const days = readDays(this.#reader);
    if (days === null) return false;
    if (this.#startsAnew(days)) this.#close();
    const last = this.#group.days.at(-1);
    // 每周工作日: the frequency is only how the days begin.
    if (last && this.#joint === "NONE" && isFrequencyOnly(last)) this.#group.days.pop();
    this.#group.days.push(days);
    return true;
  }

  /** Days after hours begin something new; so does 寒暑假、周末, but not 学期内周末. */
  #startsAnew(days: Days): boolean {
    const { days: before, hours, within } = this.#group;
    if (hours.length > 0) return before.length > 0 || this.#joint !== "NONE";
    if (before.length === 0) return within.length > 0 && (this.#joint === "LIST" || this.#joint === "EITHER");
    return this.#joint === "EITHER" && [...before, days].some(isSet);
  }

  #readPeriod(): boolean {
    const name = readNamedPeriod(this.#reader);
    if (name === null) return false;
    const { days, hours } = this.#group;
    if (days.length + hours.length > 0 && this.#joint !== "NONE") this.#close();
    this.#group.within.push(name);
    return true;
  }

  #readMonths(): boolean {
    const months = readMonths(this.#reader);
    if (months === null) return false;
    const { days, hours } = this.#group;
    const isYearly = days.length > 0 && days.every(({ every }) => every === "YEAR");
    if (!isYearly && days.length + hours.length > 0 && this.#joint !== "NONE") this.#close();
    this.#group.months.push(...months);
    return true;
  }

  #readHours(): boolean {
    const read = readHours(this.#reader);
    if (read === null) return false;
    const { within, days, hours } = this.#group;
    const isAfterPeriod = within.length > 0 && days.length + hours.length === 0;
    if (this.#joint === "LIST" && isAfterPeriod) this.#close();
    this.#group.hours.push(read);
    return true;
  }
}

/** 周末, 工作日, 每天: said as a whole and not as one day of several. */
function isSet({ every, isWorkdays, weekdays }: Days): boolean {
  return every === "DAY" || isWorkdays || (every === "WEEK" && (weekdays & (weekdays - 1)) !== 0);
}

function emptyGroup(): Group {
  return { within: [], months: [], days: [], hours: [] };
}

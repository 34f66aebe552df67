import type { Cell, CellParser } from "../list-definition.ts";
import { chineseNumber } from "./chinese-number.ts";
import { remembered } from "./remembered.ts";
import { tidy } from "./text.ts";

/** What a cell says about how many: `80`, `约60㎡`, `3-5名`, `2万元`. */
export interface Measured {
  /** The number; of a range its lower end. */
  readonly value: number;
  /** The upper end of a range. */
  readonly upper: number | null;
  readonly unit: string | null;
  readonly approximate: boolean;
  /** How often, where the cell says so beside the number: the 每月 of 每月约80份. */
  readonly frequency: string | null;
}

const LARGEST = 2_000_000_000;
const PLAIN = /^\d{1,12}(?:\.\d{1,6})?$/;
const SCIENTIFIC = /^[+-]?\d+(?:\.\d+)?E[+-]?\d+$/i;
const VAGUE =
  /^(?:若干.?|不限.*|不等|不定.*|待定|另定|按需.*|视.*|少量|大量|数[十百千].*|几[十百千个名].*|很?多|无|没有|-+|—+|\/|N\/A)$/i;
const APPROXIMATE =
  /大约|大概|约|将近|接近|近|左右|上下|以上|以下|以内|至少|最多|最少|不超过|不少于|余|多|来|\+/g;

const UNITS =
  "平方米|人次|课时|小时|分钟|场次|万元|公斤|千克|车位|泊位|床位|间|座|个|台|套|件|册|元|名|人|户|场|次|单|天|份|把|" +
  "辆|顶|张|只|条|节|期|位|组|部|本|瓶|箱|袋|桶|盏|块|支|副|双|幅|枚|项|样|批|车|桌|处|盒|根|架|卷|罐|家|对|班|堂|米|吨|斤";
const UNIT = new RegExp(`^(?:${UNITS})(?:/(?:每)?(?:天|日|周|月|季|年|次|人|期))?`);

const LATIN_UNIT = /^(?:kg|km|cm|m|t|l|ml|h|min|gb|mb|kw|w)$/i;

const FREQUENCY = /每(?:个)?(?:天|日|周|星期|月|季度?|年|学期|次|场|期)/;

const NUMBER = "\\d+(?:,\\d{3})*(?:\\.\\d+)?";
const ARABIC = new RegExp(
  `^(\\D*?)(${NUMBER})(?:(?:-|~|—|–|至|到)(${NUMBER}))?(亿|万|百|千(?![克米瓦伏卡]))?(\\D*)$`,
);
const IN_WORDS = /^([^零〇一二两三四五六七八九十百千万亿]*)([零〇一二两三四五六七八九十百千万亿]+)(.*)$/;
const MULTIPLIERS: Readonly<Record<string, number>> = { 百: 100, 千: 1_000, 万: 10_000, 亿: 100_000_000 };

/** A quantity with or without its unit in the cell. `若干` is neither 0 nor 1: null, with a notice. */
export function measured(): CellParser<Measured | null> {
  const parse = remembered(readMeasured);
  return (sent, cell) => (PLAIN.test(sent) ? plain(sent, cell) : parse(sent, cell));
}

function plain(digits: string, cell: Cell): Measured {
  const value = bounded(Number(digits), cell);
  return { value, upper: null, unit: null, approximate: false, frequency: null };
}

function readMeasured(sent: string, cell: Cell): Measured | null {
  const text = foldNumber(sent);
  if (text === "" || isUnstated(text, cell)) return null;
  refuseNegative(text, cell);
  if (isPlainButWide(text, sent, cell)) return plain(text, cell);
  return fromArabic(text, cell) ?? fromWords(text, cell) ?? refuseNumber(sent, text, cell);
}

/** A whole number of something that needs no unit (85, 85人, 约85人); `min` 0 unless told. */
export function wholeNumber({ min = 0, max = LARGEST } = {}): CellParser<number | null> {
  const parse = measured();
  return (sent, cell) => {
    const value = parse(sent, cell)?.value ?? null;
    if (value === null) return null;
    if (!Number.isInteger(value)) {
      cell.refuse("NUMBER_NOT_WHOLE", `“${cell.label}”应为整数，收到“${tidy(sent)}”。`);
    }
    return inRange(value, min, max, cell);
  };
}

/** A plain decimal number, such as a coordinate. */
export function decimal({ min = -LARGEST, max = LARGEST } = {}): CellParser<number | null> {
  return (sent, cell) => {
    const text = foldNumber(sent);
    if (text === "") return null;
    if (!/^[+-]?\d+(?:\.\d+)?$/.test(text)) refuseNumber(sent, text, cell);
    return inRange(Number(text), min, max, cell);
  };
}

/** NFKC, but ㎡ stays a unit and does not turn into the letters and the digit of m2. */
function foldNumber(sent: string): string {
  return tidy(sent)
    .replace(/㎡|m²|m2(?!\d)|平米/gi, "平方米")
    .normalize("NFKC")
    .replace(/\s+/g, "")
    .replace(/^[−‐–](?=\d)/, "-");
}

function isUnstated(text: string, cell: Cell): boolean {
  if (SCIENTIFIC.test(text)) {
    cell.correct("NUMBER_SCIENTIFIC", `“${cell.label}”成了科学记数（${text}），位数已丢，按空处理，请补填。`);
    return true;
  }
  if (!VAGUE.test(text)) return false;
  cell.correct("QUANTITY_UNSTATED", `“${cell.label}”写的是“${text}”，没有具体数目，按空处理，请补数。`);
  return true;
}

function refuseNegative(text: string, cell: Cell): void {
  if (/^(?:-|负)\s*[\d零一二两三四五六七八九十]/.test(text)) {
    cell.refuse("NUMBER_NEGATIVE", `“${cell.label}”不能是负数，收到“${text}”。`);
  }
}

function isPlainButWide(text: string, sent: string, cell: Cell): boolean {
  if (!PLAIN.test(text)) return false;
  if (sent.trim() !== text) cell.correct("NUMBER_FOLDED", `“${cell.label}”的全角数字已改为 ${text}。`);
  return true;
}

function fromArabic(text: string, cell: Cell): Measured | null {
  const match = ARABIC.exec(text);
  if (!match) return null;
  const [, before = "", low = "", high, multiplier = "", after = ""] = match;
  if (hasStrayLetter(before, after)) return null;
  const scaled = (digits: string): number => bounded(numberOf(digits) * (MULTIPLIERS[multiplier] ?? 1), cell);
  const value = scaled(low);
  const upper = high === undefined ? null : scaled(high);
  if (upper !== null && upper < value) return null;
  return describe({ value, upper, before, after }, text, cell);
}

/** A letter that touches the number and is no unit is a slip of the pen (1O), not an explanation. */
function hasStrayLetter(before: string, after: string): boolean {
  return /[a-z]$/i.test(before) || (/^[a-z]/i.test(after) && !LATIN_UNIT.test(after));
}

function fromWords(text: string, cell: Cell): Measured | null {
  const match = /\d/.test(text) ? null : IN_WORDS.exec(text);
  const value = chineseNumber(match?.[2] ?? "");
  if (!match || value === null) return null;
  const [, before = "", words = "", after = ""] = match;
  if (/[零〇一二两三四五六七八九十百千万亿]/.test(after)) return null;
  cell.correct("NUMBER_IN_WORDS", `“${cell.label}”的“${words}”记为 ${value}。`, String(value));
  return describe({ value: bounded(value, cell), upper: null, before, after }, text, cell);
}

interface Parts {
  readonly value: number;
  readonly upper: number | null;
  readonly before: string;
  readonly after: string;
}

/** Says what was assumed: a range, an approximation, words around the number. */
function describe({ value, upper, before, after }: Parts, text: string, cell: Cell): Measured {
  const restBefore = before.replace(APPROXIMATE, "");
  const restAfter = after.replace(APPROXIMATE, "");
  const unit = unitOf(restAfter);
  const approximate = restBefore !== before || restAfter !== after;
  const hasOtherWords = restBefore !== "" || restAfter !== (unit ?? "");
  const shown = `${value}${unit ?? ""}`;
  if (upper !== null) {
    cell.correct("QUANTITY_RANGE", `“${cell.label}”写的是一段（${text}），按 ${shown} 计。`, shown);
  } else if (approximate) {
    cell.correct("QUANTITY_APPROXIMATE", `“${cell.label}”写的是约数（${text}），按 ${shown} 计。`, shown);
  } else if (hasOtherWords) {
    cell.correct(
      "QUANTITY_EXTRA_TEXT",
      `“${cell.label}”写的是“${text}”，按 ${shown} 计，其余文字请写进说明。`,
      shown,
    );
  }
  return {
    value,
    upper,
    unit: unit === "平方米" ? "㎡" : unit,
    approximate: approximate || upper !== null,
    frequency: frequencyIn(before),
  };
}

function frequencyIn(words: string): string | null {
  return FREQUENCY.exec(words)?.[0] ?? null;
}

const LONGEST_UNKNOWN_UNIT = 4;

function unitOf(after: string): string | null {
  const known = UNIT.exec(after)?.[0];
  if (known !== undefined) return known;
  return after !== "" &&
    after.length <= LONGEST_UNKNOWN_UNIT &&
    (/^\p{Script=Han}+$/u.test(after) || LATIN_UNIT.test(after))
    ? after
    : null;
}

function numberOf(digits: string): number {
  return Number(digits.replaceAll(",", ""));
}

function bounded(value: number, cell: Cell): number {
  return inRange(value, 0, LARGEST, cell);
}

function inRange(value: number, min: number, max: number, cell: Cell): number {
  if (value > max) cell.refuse("NUMBER_TOO_LARGE", `“${cell.label}”不能大于 ${max}，收到 ${value}。`);
  if (value < min) {
    cell.refuse(
      value < 0 ? "NUMBER_NEGATIVE" : "NUMBER_TOO_SMALL",
      `“${cell.label}”不能小于 ${min}，收到 ${value}。`,
    );
  }
  return value;
}

/** Names the usual slip of the pen: the letter O for 0, the letter l for 1. */
function refuseNumber(sent: string, text: string, cell: Cell): never {
  const repaired = text.replace(/o/gi, "0").replace(/[li](?=\d|$)/gi, "1");
  const suggestion = repaired !== text && PLAIN.test(repaired) ? `字母是否应为数字：${repaired}？` : null;
  const shown = tidy(sent).slice(0, 50);
  return cell.refuse(
    "NUMBER_INVALID",
    `“${cell.label}”应为一个数（可带单位，如 30人），收到“${shown}”。`,
    suggestion,
  );
}

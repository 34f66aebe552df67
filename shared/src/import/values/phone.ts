import type { Cell, CellParser } from "../list-definition.ts";
import { isMasked, tidy } from "./text.ts";

/** A number, and what else stood in the cell (小邹微信同号). */
export interface PhoneWithNote {
  readonly number: string;
  readonly note: string | null;
}

/** No number is longer with all that is written beside it, and the patterns take their time with a text of pages. */
const LONGEST_TEXT = 200;

const AREA_CODE = "(?:10|2\\d|[3-9]\\d{2})";
const LANDLINE = new RegExp(`^0(${AREA_CODE})-?(\\d{7,8})(?:-(\\d{1,6}))?$`);
const LANDLINE_WITHOUT_ZERO = new RegExp(`^(${AREA_CODE})(\\d{7,8})$`);
const MOBILE = /^1[3-9]\d{9}$/;
const SERVICE = /^(?:400-?\d{3}-?\d{4}|800-?\d{3}-?\d{4}|1[12]\d{1,3}|9\d{4}|1\d{4})$/;
const LOCAL = /^[2-8]\d{6,7}$/;
const SCIENTIFIC = /^\d(?:\.\d+)?E[+-]?\d+$/i;

/** An office phone or mobile; messages never quote it, because reports are kept. */
export function phone(): CellParser<string | null> {
  const parse = phoneWithNote();
  return (sent, cell) => parse(sent, cell)?.number ?? null;
}

/** As `phone()`, and keeps the words around the number. */
export function phoneWithNote(): CellParser<PhoneWithNote | null> {
  return (sent, cell) => {
    const text = foldPhone(sent);
    if (text === "") return null;
    if (text.length > LONGEST_TEXT) return refuseNumber(text, cell);
    if (SCIENTIFIC.test(text)) {
      cell.correct("PHONE_SCIENTIFIC", `“${cell.label}”成了科学记数，位数已丢，按空处理，请补填。`);
      return null;
    }
    if (/\d/.test(text) && isMasked(text)) {
      cell.refuse("MASKED_VALUE", `“${cell.label}”是打了码的号码，请填完整号码；没有就留空。`);
    }
    const exact = asWritten(text);
    return exact === null ? repaired(text, cell) : { number: exact, note: null };
  };
}

/** Width, dashes and outer spaces: variants that nobody needs to be told about. */
function foldPhone(sent: string): string {
  return tidy(sent)
    .normalize("NFKC")
    .replace(/[‐‑–—―−]+/g, "-")
    .replace(/^(?:电话|手机|联系电话|tel)[:.]?\s*/i, "");
}

function asWritten(text: string): string | null {
  const isUsual = MOBILE.test(text) || SERVICE.test(text) || (LANDLINE.test(text) && text.includes("-"));
  return isUsual && !/^0\d+-\d{1,6}$/.test(text) ? text : null;
}

/** Puts right what can be put right without guessing digits; whatever else is refused. */
function repaired(text: string, cell: Cell): PhoneWithNote | null {
  const { first, note } = firstNumberIn(text);
  const digits = first.replace(/[\s()]/g, "").replace(/^(?:\+86|86(?=1\d{10}$))-?/, "");
  const number = asWritten(digits) ?? withHyphen(digits) ?? withZero(digits);
  if (number === null) return localOrRefused(digits, note, cell);
  if (note !== null)
    cell.correct("PHONE_EXTRA_TEXT", `“${cell.label}”里除号码外还有文字，只取第一个号码，请核对。`);
  else cell.correct("PHONE_FORMATTED", `“${cell.label}”的写法已整理成“区号-号码”的样子，请核对。`);
  return { number, note };
}

function firstNumberIn(text: string): { first: string; note: string | null } {
  const match = /\+?[(\d][\d\s()-]{3,}\d/.exec(text);
  if (!match) return { first: text, note: null };
  // Two numbers with only a space between them: the first complete one is meant.
  const first = /^(1[3-9]\d{9}|0\d{2,3}-\d{7,8})\s/.exec(match[0])?.[1] ?? match[0];
  const note = text
    .replace(first, "")
    .replace(/^[\s、,;/|]+|[\s、,;/|]+$/g, "")
    .replace(/^\(([^()]*)\)$/, "$1");
  return { first, note: note === "" || note === "()" ? null : note };
}

function withHyphen(digits: string): string | null {
  const match = LANDLINE.exec(digits);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  return `0${match[1]}-${match[2]}${match[3] === undefined ? "" : `-${match[3]}`}`;
}

/** A spreadsheet that takes the number for a number drops the leading zero. */
function withZero(digits: string): string | null {
  const match = digits.length >= 10 ? LANDLINE_WITHOUT_ZERO.exec(digits) : null;
  return match?.[1] !== undefined && match[2] !== undefined ? `0${match[1]}-${match[2]}` : null;
}

function localOrRefused(digits: string, note: string | null, cell: Cell): PhoneWithNote {
  if (LOCAL.test(digits)) {
    cell.correct("PHONE_NO_AREA_CODE", `“${cell.label}”没有区号，请补上。`);
    return { number: digits, note };
  }
  return refuseNumber(digits, cell);
}

function refuseNumber(text: string, cell: Cell): never {
  return cell.refuse(
    "PHONE_INVALID",
    `“${cell.label}”不是完整的电话号码，应如“区号-号码”或 11 位手机号，收到 ${text.replace(/\D/g, "").length} 位数字。`,
  );
}

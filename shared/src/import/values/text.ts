import type { CellParser } from "../list-definition.ts";
import { maskPersonalNumbers } from "./personal-numbers.ts";
import { simplified } from "../../contracts/simplified.ts";

/** Control characters but tab and line ends, and the invisible ones that spreadsheets leave behind. */
const INVISIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u2060\ufeff]/g;

/** Chinese is written without spaces, so a line that was broken inside it goes on without one. */
const BREAK_IN_CHINESE = /(?<=[\p{Script=Han}，。、；：！？）”’》])\s*\n\s*(?=[\p{Script=Han}（“‘《])/gu;

/** Trims, unifies line ends, drops invisible characters; changes no character that can be seen. */
export function tidy(text: string): string {
  return text
    .replace(INVISIBLE, "")
    .replace(/\r\n?/g, "\n")
    .replace(/\u00a0/g, " ")
    .trim();
}

/** Folds width, case, spaces and traditional characters, for comparing codes and words of a closed set. */
export function foldWord(text: string): string {
  return simplified(text.normalize("NFKC").replace(/\s+/g, "")).toUpperCase();
}

interface TextLimit {
  readonly maxLength?: number;
}

/** Free text that others will read, several lines allowed; empty is null. */
export function text({ maxLength = 4_000 }: TextLimit = {}): CellParser<string | null> {
  return withoutPersonalNumbers(asSent(maxLength));
}

/** A name or title: one line. A line break becomes a space, or nothing between Chinese words, with a notice. */
export function line({ maxLength = 200 }: TextLimit = {}): CellParser<string | null> {
  return withoutPersonalNumbers(oneLine(asSent(maxLength)));
}

function asSent(maxLength: number): CellParser<string | null> {
  return (sent, cell) => {
    const value = tidy(sent);
    if (value.length > maxLength) {
      cell.refuse("TEXT_TOO_LONG", `“${cell.label}”有 ${value.length} 字，最多 ${maxLength} 字。`);
    }
    return value === "" ? null : value;
  };
}

function oneLine(parse: CellParser<string | null>): CellParser<string | null> {
  return (sent, cell) => {
    const value = parse(sent, cell);
    if (!value?.includes("\n")) return value;
    cell.correct("LINE_BREAK_FOLDED", `“${cell.label}”里有换行，已合成一行。`);
    return value.replace(BREAK_IN_CHINESE, "").replace(/\s*\n\s*/g, " ");
  };
}

/** People write their numbers into descriptions, which everyone may read. */
function withoutPersonalNumbers(parse: CellParser<string | null>): CellParser<string | null> {
  return (sent, cell) => {
    const value = parse(sent, cell);
    const open = value === null ? null : maskPersonalNumbers(value);
    if (open !== value) {
      cell.correct(
        "PERSONAL_NUMBER_MASKED",
        `“${cell.label}”会公开，里面的手机号或身份证号已遮住。`,
        "联系方式请填在联系人和电话的列里，那里不公开。",
      );
    }
    return open;
  };
}

/** Text of a column that must not be empty; the column is also marked `required`. */
export function required(parse: CellParser<string | null>): CellParser<string> {
  return (sent, cell) => parse(sent, cell) ?? cell.refuse("REQUIRED", `“${cell.label}”必填，不能为空。`);
}

/** A code or number of the publisher's own: width and spaces folded, letters as sent; empty is null. */
export function code({ maxLength = 64 }: { maxLength?: number } = {}): CellParser<string | null> {
  const parse = asSent(maxLength);
  return (sent, cell) => parse(sent, cell)?.normalize("NFKC").replace(/\s+/g, "") ?? null;
}

/** A masked value (张*, 138****5678) is never taken as if it were the real one. */
export function isMasked(value: string): boolean {
  return /[*＊●•×]|[xX]{3,}/.test(value);
}

/** The name of a contact: one line, not masked. */
export function contactName(): CellParser<string | null> {
  const parse = oneLine(asSent(100));
  return (sent, cell) => {
    const value = parse(sent, cell);
    if (value !== null && isMasked(value)) {
      cell.refuse("MASKED_VALUE", `“${cell.label}”是打了码的内容，请填原文；没有就留空。`);
    }
    return value;
  };
}

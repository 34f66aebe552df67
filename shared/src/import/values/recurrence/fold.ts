import { simplified } from "../../../contracts/simplified.ts";

/** One way to write what has many: width, dashes, names of the week, spaces. */
export function foldOpening(text: string): string {
  return simplified(text.normalize("NFKC"))
    .replace(/\n+/g, ";")
    .replace(/[~〜—–−‐‑―]+|-{2,}|(?<![冬夏])至|到/g, "-")
    .replace(/星期|礼拜/g, "周")
    .replace(/周([1-7])(?:-周?([1-7]))?(?![\d:点时月日号])/g, weekInWords)
    .replace(/\s+/g, "")
    .replace(/第二天|翌日/g, "次日")
    .replace(/次年|翌年/g, "")
    .replace(/。/g, ";")
    .replace(/["“”'‘’]/g, "");
}

function weekInWords(_: string, first: string, last: string | undefined): string {
  const name = (digit: string): string => "一二三四五六日".charAt(Number(digit) - 1);
  return `周${name(first)}${last === undefined ? "" : `-${name(last)}`}`;
}

const DIGITS = "零一二三四五六七八九";

/** 8, 八, 十二, 二十五; up to two digits. Callers match `NUMBER` first. */
export function smallNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const folded = text.replace("两", "二");
  const [tens = "", ones] = folded.split("十");
  if (ones === undefined) return DIGITS.indexOf(folded);
  return (tens === "" ? 1 : DIGITS.indexOf(tens)) * 10 + (ones === "" ? 0 : DIGITS.indexOf(ones));
}

/** With what `NUMBER` begins. */
export const NUMBER_START = "0123456789零一二两三四五六七八九十";

/** The source of a pattern for a number that `smallNumber` reads. */
export const NUMBER = "(?:\\d{1,2}|[二三四五六]?十[一二三四五六七八九]?|[零一二两三四五六七八九])";

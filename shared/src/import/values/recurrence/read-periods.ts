import { NUMBER, NUMBER_START, smallNumber } from "./fold.ts";
import { numbersFrom } from "./read-days.ts";
import type { TextReader } from "./text-reader.ts";

const SCHOOL = /每?(?:学期)(内|中|间|期间|末|初)?|开学季|在校期间/y;
const HOLIDAYS =
  /(?:每年的?)?(?:寒暑假|暑假|暑期|寒假|假期|国?法?定?节假日|节日|小长假|黄金周)(?:期间|内|里)?/y;
const FESTIVAL = new RegExp(
  "(?:每年的?)?(?:元旦|春节|元宵|清明|五一|劳动|端午|六一|儿童|七一|八一|建军|七夕|中秋|国庆|十一|重阳|冬至|腊八|" +
    "小年|除夕|三八|妇女|母亲|父亲|教师|护士|学雷锋)(?:节|日)?(?:长假|假期)?" +
    "(?:前后|[前后][一两]周|前夕|期间|当天|当日|前|后)?",
  "y",
);
const SEASON =
  /春季|夏季|秋季|冬季|夏天|冬天|汛期|农忙(?:时节)?|农闲|申报期|报名期|招生季|征兵季|年底|年末|年前|年初|(?:每个?月)?月底|(?:每个?月)底|(?:每个?月)?月末|(?:每个?月)?月初|每月末|每季度?末|季度末|每年底|当月|当季|当年|本月|本学期/y;
const WEATHER = /(?:晴|雨|阴)天/y;
const MARKET =
  /逢集(?:日)?|赶集日?|集日|逢[一二三四五六七八九十](?:[、]?逢?[一二三四五六七八九十])?(?:赶集|日)?/y;
const MONTHS = new RegExp(
  `(?:每年的?)?(${NUMBER}(?:[-、]${NUMBER})*)月(?:份|-(${NUMBER})月(?:份)?)?(?!${NUMBER}?[日号])`,
  "y",
);

const MONTHS_START = new Set(`每${NUMBER_START}`);
const MONTH_OF_QUARTER = /每个?季度?的?(首|末)月/y;

const SAME_AS: Readonly<Record<string, string>> = {
  学期: "学期内",
  学期中: "学期内",
  学期间: "学期内",
  学期期间: "学期内",
  暑期: "暑假",
  国定假日: "法定节假日",
  每月底: "月底",
  月末: "月底",
  每月末: "月底",
  每季末: "季度末",
  每季度末: "季度末",
  年末: "年底",
  每年底: "年底",
  夏天: "夏季",
  冬天: "冬季",
  逢集日: "逢集",
  赶集: "逢集",
  赶集日: "逢集",
  集日: "逢集",
};

/** With what the named periods begin. */
const START = new Set(
  "每学开在寒暑假国法定节小黄元春清五劳端六儿七八建中十重冬腊除三妇母父教护夏秋汛农申报招征年月季当本晴雨阴逢赶集",
);

/**
 * A period or day that has a name but no date that could be known: 寒暑假 differ by school and year, 逢集 by
 * town. It is kept by its name, and nobody guesses dates.
 */
export function readNamedPeriod(reader: TextReader): string | null {
  if (!reader.isAtOneOf(START)) return null;
  const [word] =
    reader.take(SCHOOL) ??
    reader.take(HOLIDAYS) ??
    reader.take(FESTIVAL) ??
    reader.take(SEASON) ??
    reader.take(WEATHER) ??
    reader.take(MARKET) ??
    [];
  if (word === undefined) return null;
  const name = word
    .replace(/^每年的?/, "")
    .replace(/^每(?=学期)/, "")
    .replace(/^每个?月(?=月)/, "");
  const bare = name.replace(/(?<=假|假日|周|节日)(?:期间|内|里)$/, "");
  return SAME_AS[bare] ?? bare;
}

/** 3月, 3-4月, 1、4月, 11月至2月, 每季度首月; null where no month stands here. */
export function readMonths(reader: TextReader): number[] | null {
  if (!reader.isAtOneOf(MONTHS_START)) return null;
  const at = reader.at;
  const ofQuarter = reader.take(MONTH_OF_QUARTER)?.[1];
  if (ofQuarter !== undefined) return ofQuarter === "首" ? [1, 4, 7, 10] : [3, 6, 9, 12];
  const match = reader.take(MONTHS);
  if (!match) return null;
  const [, text = "", last] = match;
  const months = (last === undefined ? text : `${text}-${last}`).split("、").flatMap((part) => {
    const [from = 0, to = from] = part.split("-").map((number) => smallNumber(number));
    return from <= to ? numbersFrom(from, to) : [...numbersFrom(from, 12), ...numbersFrom(1, to)];
  });
  if (months.every((month) => month >= 1 && month <= 12)) return months;
  reader.at = at;
  return null;
}

import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseCell } from "../testing/cell.ts";
import { date, isDate, period } from "./date.ts";

test.each([
  ["2026-09-01", "2026-09-01"],
  ["2026/9/1", "2026-09-01"],
  ["2026/09/01", "2026-09-01"],
  ["2026.9.1", "2026-09-01"],
  ["2026年9月1日", "2026-09-01"],
  ["2026 年 9 月 1 日", "2026-09-01"],
  ["２０２６年９月１日", "2026-09-01"],
  ["20260901", "2026-09-01"],
  ["2026/9/1 0:00", "2026-09-01"],
  ["2026-09-01 00:00:00", "2026-09-01"],
  ["2026/9/1 19:30", "2026-09-01 TIME_DROPPED"],
  ["46266", "2026-09-01 DATE_SERIAL"],
  ["即日起", "2026-09-03 DATE_TODAY"],
  ["2027年8月底", "2027-08-31 DATE_MONTH_ONLY"],
  ["2027年8月底前", "2027-08-31 DATE_MONTH_ONLY"],
  ["2026年底", "2026-12-31 DATE_MONTH_ONLY"],
  ["二〇二六年九月一日", "2026-09-01"],
  ["9月1日", "2026-09-01 DATE_YEAR_ASSUMED"],
  ["９月１日前", "2026-09-01 DATE_YEAR_ASSUMED"],
  ["10月底前", "2026-10-31 DATE_YEAR_ASSUMED"],
  ["10月初", "2026-10-01 DATE_YEAR_ASSUMED"],
  ["2月底", "2026-02-28 DATE_YEAR_ASSUMED"],
  ["本月底", "2026-09-30 DATE_YEAR_ASSUMED"],
  ["下月底前", "2026-10-31 DATE_YEAR_ASSUMED"],
  ["年底", "2026-12-31 DATE_YEAR_ASSUMED"],
  ["明年底", "2027-12-31 DATE_YEAR_ASSUMED"],
  ["明年3月底", "2027-03-31 DATE_YEAR_ASSUMED"],
  ["9月中旬", "!DATE_INVALID"],
  ["9月31日", "!DATE_INVALID"],
  ["13月底", "!DATE_INVALID"],
  ["国庆前", "!DATE_INVALID"],
  ["长期有效", "null"],
  ["", "null"],
  ["2026-13-05", "!DATE_INVALID"],
  ["2026-02-29", "!DATE_INVALID"],
  ["2026/4/31", "!DATE_INVALID"],
  ["0026-01-01", "!DATE_INVALID"],
  ["2026年9月", "!DATE_INVALID"],
  ["9/1/2026", "!DATE_INVALID"],
  ["26-9-1", "!DATE_INVALID"],
  ["明年", "!DATE_INVALID"],
])("the date %s reads as %s", (sent, result) => {
  const { value, refused, corrected } = parseCell(date(), sent);
  expect([refused === undefined ? String(value) : `!${refused}`, ...corrected].join(" ")).toBe(result);
});

test("a part of a month is its first day at the start of a period, and its last at the end", () => {
  expect(parseCell(date({ end: "from" }), "9月中旬").value).toBe("2026-09-11");
  expect(parseCell(date({ end: "to" }), "9月中旬").value).toBe("2026-09-20");
  expect(parseCell(date({ end: "to" }), "9月下旬").value).toBe("2026-09-30");
  expect(parseCell(date({ end: "to" }), "2026年9月上旬")).toMatchObject({
    value: "2026-09-10",
    corrected: ["DATE_MONTH_ONLY"],
  });
});

test("a date without a year is of the year that the sheet's title names", () => {
  expect(parseCell(date(), "10月底前", { year: 2027 }).value).toBe("2027-10-31");
  expect(parseCell(date(), "即日起", { today: "2026-09-01" }).value).toBe("2026-09-01");
});

test("a date that does not exist is answered with what was expected, what came, and why", () => {
  const [message] = parseCell(date(), "2026-13-05").messages;
  expect(message).toBe("“某列”应为存在的日期（如 2026-09-01），收到“2026-13-05”：没有 13 月。");
});

test("a short year is asked about, not guessed", () => {
  expect(parseCell(date(), "26-9-1").messages[1]).toBe("是否为 2026-09-01？");
});

test.each([
  ["2026-09-01~2027-08-31", "2026-09-01 2027-08-31"],
  ["2026.09.01—2027.08.31", "2026-09-01 2027-08-31"],
  ["2026.9.1-2027.8.31", "2026-09-01 2027-08-31"],
  ["2026-09-01-2027-08-31", "2026-09-01 2027-08-31"],
  ["2026-09-01 至 2027-08-31", "2026-09-01 2027-08-31"],
  ["有效期2026年9月1日到2027年8月31日", "2026-09-01 2027-08-31"],
  ["2026.9.1-12.31", "2026-09-01 2026-12-31 DATE_YEAR_ASSUMED"],
  ["2026年9月~2027年8月", "2026-09-01 2027-08-31 DATE_MONTH_ONLY DATE_MONTH_ONLY"],
  ["2026年9月—次年6月底", "2026-09-01 2027-06-30 DATE_MONTH_ONLY DATE_MONTH_ONLY"],
  ["9月1日-10月31日", "2026-09-01 2026-10-31 DATE_YEAR_ASSUMED DATE_YEAR_ASSUMED"],
  ["即日起至10月底", "2026-09-03 2026-10-31 DATE_TODAY DATE_YEAR_ASSUMED DATE_MONTH_ONLY"],
  ["即日起至2026-12-31", "2026-09-03 2026-12-31 DATE_TODAY"],
  ["用到2027年8月底", "null 2027-08-31 DATE_MONTH_ONLY RANGE_START_MISSING"],
  ["2026-09-01起", "2026-09-01 null"],
  ["2026-09-01~长期", "2026-09-01 null"],
  ["长期有效", "null null"],
  ["", "nothing"],
  ["2027-08-31~2026-09-01", "!PERIOD_REVERSED"],
  ["2026-09-01~2027-02-30", "!DATE_INVALID"],
  ["看通知", "!DATE_INVALID"],
])("the period %s reads as %s", (sent, result) => {
  const { value, refused, corrected } = parseCell(period(), sent);
  const shown = value ? `${String(value.from)} ${String(value.to)}` : "nothing";
  expect([refused === undefined ? shown : `!${refused}`, ...corrected].join(" ")).toBe(result);
});

test("every day is read back from each way of writing it", () => {
  const day = fc.date({
    min: new Date("1900-01-01T00:00:00Z"),
    max: new Date("2199-12-31T00:00:00Z"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(day, (instant) => {
      const iso = instant.toISOString().slice(0, 10);
      const [year, month, monthDay] = iso.split("-").map(Number);
      const ways = [
        `${year}/${month}/${monthDay}`,
        `${year}.${month}.${monthDay}`,
        `${year}年${month}月${monthDay}日`,
      ];
      expect(isDate(iso)).toBe(true);
      for (const way of [iso, ...ways])
        expect(parseCell(date(), way)).toMatchObject({ value: iso, corrected: [] });
    }),
  );
});

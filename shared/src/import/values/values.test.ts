import { expect, test } from "@jest/globals";
import type { CellParser } from "../list-definition.ts";
import { parseCell } from "../testing/cell.ts";
import { chineseNumber } from "./chinese-number.ts";
import { choice, listing, yesNo } from "./choice.ts";
import { days } from "./days.ts";
import { decimal, measured, wholeNumber } from "./number.ts";
import { code, contactName, line, required, text } from "./text.ts";
import { uscc } from "./uscc.ts";

/** Sent text → "value" or "!CODE" when refused, then the codes of notices. */
function read(parse: CellParser, sent: string): string {
  const { value, refused, corrected } = parseCell(parse, sent);
  return [refused === undefined ? JSON.stringify(value) : `!${refused}`, ...corrected].join(" ");
}

test.each([
  ["八十五", 85],
  ["十", 10],
  ["十二", 12],
  ["两百", 200],
  ["一百零三", 103],
  ["一万二千", 12_000],
  ["二〇二六", 2026],
  ["三亿", 300_000_000],
  ["三五", null],
  ["二三十", null],
  ["十七八", null],
  ["甲", null],
  ["", null],
])("%s in words is %s", (words, number) => {
  expect(chineseNumber(words)).toBe(number);
});

const MEASURED: [sent: string, result: string][] = [
  ["80", "80"],
  [" 80 ", "80"],
  ["30个", "30个"],
  ["5人", "5人"],
  ["2万元", "20000元"],
  ["1,200人", "1200人"],
  ["60㎡", "60㎡"],
  ["60平方米", "60㎡"],
  ["10次/月", "10次/月"],
  ["2.5小时", "2.5小时"],
  ["约60㎡", "60㎡~ QUANTITY_APPROXIMATE"],
  ["30人左右", "30人~ QUANTITY_APPROXIMATE"],
  ["100多人", "100人~ QUANTITY_APPROXIMATE"],
  ["3-5名", "3..5名~ QUANTITY_RANGE"],
  ["3至5万元", "30000..50000元~ QUANTITY_RANGE"],
  ["伞10把", "10把 QUANTITY_EXTRA_TEXT"],
  ["每月约80份", "80份~ QUANTITY_APPROXIMATE"],
  ["30个位置", "30个 QUANTITY_EXTRA_TEXT"],
  ["八十五", "85 NUMBER_IN_WORDS"],
  ["十来人", "10人~ NUMBER_IN_WORDS QUANTITY_APPROXIMATE"],
  ["１", "1 NUMBER_FOLDED"],
  ["若干", "null QUANTITY_UNSTATED"],
  ["不限", "null QUANTITY_UNSTATED"],
  ["5.64E+09", "null NUMBER_SCIENTIFIC"],
  ["", "null"],
  ["-3", "!NUMBER_NEGATIVE"],
  ["－3", "!NUMBER_NEGATIVE"],
  ["负三", "!NUMBER_NEGATIVE"],
  ["9999999999", "!NUMBER_TOO_LARGE"],
  ["5-3名", "!NUMBER_INVALID"],
  ["2套10把", "!NUMBER_INVALID"],
  ["看着办吧", "!NUMBER_INVALID"],
  ["二三十人", "!NUMBER_INVALID"],
  ["1O", "!NUMBER_INVALID"],
];

test.each(MEASURED)("the quantity %s reads as %s", (sent, result) => {
  const { value, refused, corrected } = parseCell(measured(), sent);
  const range = value?.upper === null || !value ? "" : `..${value.upper}`;
  const shown = value ? `${value.value}${range}${value.unit ?? ""}${value.approximate ? "~" : ""}` : "null";
  expect([refused === undefined ? shown : `!${refused}`, ...corrected].join(" ")).toBe(result);
});

test("how often a quantity comes is told apart from the quantity", () => {
  expect(parseCell(measured(), "每月约80份").value).toMatchObject({
    value: 80,
    unit: "份",
    frequency: "每月",
  });
  expect(parseCell(measured(), "80份").value).toMatchObject({ frequency: null });
});

test("a letter O in a number is pointed out", () => {
  expect(parseCell(measured(), "1O").messages.at(-1)).toContain("10");
});

test.each([
  ["85", "85"],
  ["85人", "85"],
  ["约85人", "85 QUANTITY_APPROXIMATE"],
  ["1.5", "!NUMBER_NOT_WHOLE"],
  ["0", "!NUMBER_TOO_SMALL"],
])("the whole number %s from 1 up reads as %s", (sent, result) => {
  expect(read(wholeNumber({ min: 1 }), sent)).toBe(result);
});

test.each([
  ["118.983", "118.983"],
  ["-30.5", "-30.5"],
  ["1181", "!NUMBER_TOO_LARGE"],
  ["东经118", "!NUMBER_INVALID"],
])("the coordinate %s reads as %s", (sent, result) => {
  expect(read(decimal({ min: -180, max: 180 }), sent)).toBe(result);
});

test.each([
  ["5", "5"],
  ["5天", "5"],
  ["提前5天", "5"],
  ["0", "0"],
  ["随时", "0"],
  ["一周", "7 DAYS_CONVERTED"],
  ["3个工作日", "3 DAYS_CONVERTED"],
  ["", "null"],
  ["看情况", "!NUMBER_INVALID"],
  ["999", "!NUMBER_TOO_LARGE"],
])("the lead time %s reads as %s days", (sent, result) => {
  expect(read(days(), sent)).toBe(result);
});

const COST = { FREE: ["免费", "不收费"], COST_PRICE: ["只收成本", "成本价"] } as const;

test.each([
  ["免费", '"FREE"'],
  ["ＦＲＥＥ", '"FREE"'],
  ["免費", '"FREE"'],
  ["只收 成本", '"COST_PRICE"'],
  ["", '"FREE"'],
  ["面议", "!UNKNOWN_VALUE"],
])("the cost %s reads as %s", (sent, result) => {
  expect(read(choice(COST, { whenEmpty: "FREE" }), sent)).toBe(result);
});

test("a word that is not known is answered with the words that are", () => {
  expect(parseCell(choice(COST), "面议").messages[0]).toContain("免费、只收成本");
});

test.each([
  ["成员单位/全体居民", '["成员单位","全体居民"]'],
  ["成员单位，老年人；成员单位", '["成员单位","老年人"]'],
  ["老人、商户", '["老年人","商户"] UNKNOWN_ITEM'],
  ["", "[]"],
])("the audience %s reads as %s", (sent, result) => {
  const words = { 成员单位: [], 全体居民: ["居民"], 老年人: ["老人"] };
  expect(read(listing({ words }), sent)).toBe(result);
});

test.each(["yes", "是", "√", "TRUE", "true", "True", "ＴＲＵＥ", "1"])("%s means yes", (sent) => {
  expect(read(yesNo(), sent)).toBe("true");
});

test.each(["no", "否", "", "FALSE", "false", "False", "ＦＡＬＳＥ", "0"])("%s means no", (sent) => {
  expect(read(yesNo(), sent)).toBe("false");
});

test.each([
  ["  两行\r\n文字 ", text(), '"两行\\n文字"'],
  ["\ufeff 看不见\u200b的", text(), '"看不见的"'],
  ["", text(), "null"],
  ["太长的文字", text({ maxLength: 3 }), "!TEXT_TOO_LONG"],
  ["畜牧宿舍、\n下水一起漏 ", line(), '"畜牧宿舍、下水一起漏" LINE_BREAK_FOLDED'],
  ["WiFi\n6 路由", line(), '"WiFi 6 路由" LINE_BREAK_FOLDED'],
  [" Ｒ０ ００１", code(), '"R0001"'],
  ["  ", required(text()), "!REQUIRED"],
  ["医务科霍主任", contactName(), '"医务科霍主任"'],
  ["霍*", contactName(), "!MASKED_VALUE"],
] as [string, CellParser, string][])("the text %j is read by its kind", (sent, parse, result) => {
  expect(read(parse, sent)).toBe(result);
});

test.each([
  ["91350100M000100Y43", '"91350100M000100Y43"'],
  [" ９１350100m000100y43", '"91350100M000100Y43"'],
  ["91350100M000100Y4Z", "!USCC_CHARACTER"],
  ["9135O100M000100Y43", "!USCC_CHARACTER"],
  ["91350100M000100Y44", "!USCC_CHECK"],
  ["9135", "!USCC_LENGTH"],
  ["", "null"],
])("the code %s reads as %s", (sent, result) => {
  expect(read(uscc(), sent)).toBe(result);
});

test("a letter O in a code is pointed out", () => {
  expect(parseCell(uscc(), "9135O100M000100Y43").messages[1]).toContain("91350100M000100Y43");
});

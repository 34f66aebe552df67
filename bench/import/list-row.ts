import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { Random } from "../../shared/src/testing/random.ts";
import * as words from "./vocabulary.ts";

export const HEADINGS = [
  "编号",
  "类别",
  "资源名称",
  "资源内容",
  "数量",
  "单位",
  "服务范围",
  "服务对象",
  "开始日期",
  "结束日期",
  "可提供时间",
  "提前天数",
  "资质",
  "收费",
  "联系人",
  "联系电话",
] as const;

export type Heading = (typeof HEADINGS)[number];

export type ListRow = Record<Heading, string>;

const DATA = join(__dirname, "../../data");

/** Leaves of the catalogue by code, each with every way to write it: code, name, code and name, aliases. */
const CATEGORIES = readCategories();

function readCategories(): readonly (readonly [code: string, spellings: readonly string[]])[] {
  const read = (name: string): Record<string, string>[] =>
    parse(readFileSync(join(DATA, name)), { columns: true, bom: true });
  const aliases = read("category_aliases.csv");
  return read("categories.csv")
    .filter(({ parent }) => parent !== "")
    .map(({ code = "", name_zh: name = "" }) => {
      const others = aliases.filter((row) => row.code === code).map(({ alias = "" }) => alias);
      return [code, [code, name, `${code}${name}`, ...others]];
    });
}

/** The row of this number: the same for the same seed, whatever else is generated. */
export function listRow(seed: number, number: number): ListRow {
  const random = new Random(seed * 1_000_003 + number);
  const [code, spellings] = random.pick(CATEGORIES);
  const { things, measures, conditions } = words.OFFERS[code.charAt(0)] ?? offersOf(code);
  const thing = random.pick(things);
  const quantity = 1 + random.below(random.chance(0.2) ? 500 : 40);
  const measure = random.pick(measures);
  const from = new Date(Date.UTC(2026, 8, 1 + random.below(60)));
  const to = new Date(Date.UTC(2027, 2 + random.below(12), 1 + random.below(28)));
  return {
    编号: `ZY-${String(seed).padStart(2, "0")}-${String(number).padStart(6, "0")}`,
    类别: random.pick(spellings),
    资源名称: `${random.pick(words.TEAMS)}${thing}${titleEnd(random)}`,
    资源内容: descriptionOf(random, { thing, quantity, measure, conditions }),
    ...quantityCells(random, quantity, measure),
    服务范围: random.pick(["全市", "本街道", "本社区"]),
    服务对象: audienceOf(random),
    开始日期: spelled(random, from),
    结束日期: random.chance(0.05) ? "长期有效" : spelled(random, to),
    可提供时间: random.pick(words.SCHEDULES),
    提前天数: String(random.below(8)),
    资质: random.pick(words.QUALIFICATIONS),
    收费: random.pick(["免费", "免费", "优惠", "只收成本"]),
    联系人: random.pick(words.SURNAMES) + random.pick(words.CALLED),
    联系电话: `0563-555${String(random.below(10_000)).padStart(4, "0")}`,
  };
}

function offersOf(code: string): never {
  throw new Error(`The vocabulary offers nothing for ${code}.`);
}

function titleEnd(random: Random): string {
  return random.pick([
    "",
    "",
    `（${random.pick(words.PLACES)}）`,
    `${1 + random.below(30)}号`,
    `第${1 + random.below(9)}批`,
  ]);
}

interface Described {
  readonly thing: string;
  readonly quantity: number;
  readonly measure: string;
  readonly conditions: readonly string[];
}

function descriptionOf(random: Random, { thing, quantity, measure, conditions }: Described): string {
  const parts = [
    `${random.pick(words.PLACES)}的${thing}${quantity}${measure}`,
    random.pick(words.STATES),
    random.pick(conditions),
    `由${random.pick(words.TEAMS)}管`,
    random.pick(words.WAYS),
  ];
  const extra = random.below(3);
  if (extra === 0)
    parts.push(`一次最多${1 + random.below(quantity)}${measure}，用满${1 + random.below(6)}小时要续登`);
  if (extra === 1)
    parts.push(
      `找${random.pick(words.SURNAMES)}${random.pick(words.CALLED)}领钥匙，${random.pick(conditions)}`,
    );
  return `${parts.join(random.pick(["，", "；", "。"]))}。`;
}

/** Number and measure in two cells, or in one as people write it. */
function quantityCells(random: Random, quantity: number, measure: string): Pick<ListRow, "数量" | "单位"> {
  return random.chance(0.25)
    ? { 数量: `${quantity}${measure}`, 单位: "" }
    : { 数量: String(quantity), 单位: measure };
}

function audienceOf(random: Random): string {
  const first = random.pick(words.AUDIENCES);
  const second = random.pick(words.AUDIENCES);
  return first === second || random.chance(0.5) ? first : first + random.pick(["、", "/", "，"]) + second;
}

function spelled(random: Random, date: Date): string {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const two = (value: number): string => String(value).padStart(2, "0");
  return random.pick([
    `${year}-${two(month)}-${two(day)}`,
    `${year}/${month}/${day}`,
    `${year}.${month}.${day}`,
    `${year}年${month}月${day}日`,
  ]);
}

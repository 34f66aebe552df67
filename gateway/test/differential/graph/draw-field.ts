import type { Random } from "@gongjian/shared/testing/random";
import type { Way } from "./model.ts";

const LEAVES = ["Int", "Float", "String", "Boolean", "ID", "Colour", "Size", "Money", "Anything"];
const WRAPPINGS = ["T", "T", "T", "T!", "T!", "[T]", "[T!]", "[T!]!", "[T]!", "[[T]]", "[[T!]!]"];
const ARGUMENTS = [
  "by: Int",
  "by: Int = 3",
  "by: Int!",
  "to: String",
  "id: ID",
  "on: Boolean = true",
  "at: Float",
  "size: Size",
  "size: Size! = SMALL",
  "sizes: [Size!]",
  "where: Filter",
  "where: Filter!",
  "where: Filter = { least: 2 }",
  "table: [[Int!]]",
  "all: [Filter!]",
  "price: Money",
];

/** Some of these, at least one. */
export function sample<T>(random: Random, values: readonly T[], share: number): T[] {
  const chosen = values.filter(() => random.chance(share));
  return chosen.length > 0 ? chosen : [random.pick(values)];
}

export function wrapped(random: Random, named: string): string {
  return random.pick(WRAPPINGS).replace("T", named);
}

export function drawLeafType(random: Random): string {
  return wrapped(random, random.pick(LEAVES));
}

/** @param share how often there are any */
export function drawArguments(random: Random, share: number): string {
  if (!random.chance(share)) return "";
  const chosen = new Map<string, string>();
  for (let i = 0; i < 1 + random.below(3); i += 1) {
    const argument = random.pick(ARGUMENTS);
    chosen.set(argument.slice(0, argument.indexOf(":")), argument);
  }
  return `(${[...chosen.values()].join(", ")})`;
}

/** Who answers a field of a type with these homes: one of them, several alike, or one instead of another. */
export function place(random: Random, homes: readonly string[]): Map<string, Way> {
  const one = random.pick(homes);
  const other = random.pick(homes.filter((name) => name !== one).concat(homes.length === 1 ? [one] : []));
  if (one === other || random.chance(0.65)) return new Map([[one, { role: "answers", directives: [] }]]);
  if (random.chance(0.6)) {
    const sharing = [...new Set([one, other, ...sample(random, homes, 0.4)])];
    return new Map(sharing.map((name) => [name, { role: "answers", directives: ["@shareable"] }]));
  }
  // With a label either may be asked, and both give the same.
  const label = random.chance(0.2) ? `, label: "percent(${random.below(101)})"` : "";
  const before: Way = { role: label === "" ? "overridden" : "answers", directives: [] };
  return new Map([
    [other, before],
    [one, { role: "answers", directives: [`@override(from: "${other}"${label})`] }],
  ]);
}

import type { CellParser } from "../list-definition.ts";
import { remembered } from "./remembered.ts";
import { foldWord, tidy } from "./text.ts";

/** The values of a closed set, each with the words people use for it (FREE: 免费、不收费). */
export type Words<Value extends string> = Readonly<Record<Value, readonly string[]>>;

interface ChoiceOptions<Value extends string, Empty extends Value | null> {
  /** What an empty cell means. Default: null. */
  readonly whenEmpty?: Empty;
}

/** One value of a closed set, by its code or by one of its words. Others are refused. */
export function choice<Value extends string, Empty extends Value | null = null>(
  words: Words<Value>,
  { whenEmpty = null as Empty }: ChoiceOptions<Value, Empty> = {},
): CellParser<Value | Empty> {
  const byWord = indexWords(words);
  return (sent, cell) => {
    const folded = foldWord(sent);
    if (folded === "") return whenEmpty;
    return (
      byWord.get(folded) ??
      cell.refuse(
        "UNKNOWN_VALUE",
        `“${cell.label}”不认得“${tidy(sent).slice(0, 50)}”，可填：${shownWords(words).join("、")}。`,
      )
    );
  };
}

/** yes/no, 是/否, 有/无, √; empty means no. */
export function yesNo(): CellParser<boolean> {
  const parse = choice(
    {
      YES: ["是", "有", "可以", "√", "Y", "TRUE", "1"],
      NO: ["否", "无", "没有", "不", "×", "N", "FALSE", "0"],
    },
    { whenEmpty: "NO" },
  );
  return (sent, cell) => parse(sent, cell) === "YES";
}

interface ListingOptions {
  /** Words with a meaning of their own (老年人: 老人、长者); without it every word is taken as it is. */
  readonly words?: Words<string>;
  readonly maxItems?: number;
}

/** Several values in one cell, by any usual separator; each once, in the order written. Empty: `[]`. */
export function listing({ words = {}, maxItems = 50 }: ListingOptions = {}): CellParser<string[]> {
  const byWord = indexWords(words);
  const isClosed = byWord.size > 0;
  return remembered((sent, cell) => {
    const items = tidy(sent)
      .split(/[、,，;；/／|\n]+/)
      .map((item) => item.trim())
      .filter((item) => item !== "");
    if (items.length > maxItems) {
      cell.refuse("TOO_MANY_ITEMS", `“${cell.label}”有 ${items.length} 项，最多 ${maxItems} 项。`);
    }
    const unknown = isClosed ? items.filter((item) => !byWord.has(foldWord(item))) : [];
    if (unknown.length > 0) {
      cell.correct(
        "UNKNOWN_ITEM",
        `“${cell.label}”里不认得“${unknown.join("、").slice(0, 100)}”，已照原文保留，请核对。`,
        `常用的写法：${Object.keys(words).join("、")}`,
      );
    }
    return [...new Set(items.map((item) => byWord.get(foldWord(item)) ?? item))];
  });
}

function indexWords<Value extends string>(words: Words<Value>): Map<string, Value> {
  const entries = Object.entries(words) as [Value, readonly string[]][];
  return new Map(
    entries.flatMap(([value, aliases]) =>
      [value, ...aliases].map((word): [string, Value] => [foldWord(word), value]),
    ),
  );
}

function shownWords(words: Words<string>): string[] {
  return Object.entries(words).map(([value, [first]]) => first ?? value);
}

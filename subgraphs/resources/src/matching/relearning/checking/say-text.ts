import { category } from "@gongjian/shared/contracts/categories";
import { lexicon } from "../../understanding/lexicon.ts";
import { PARTS } from "../../understanding/likely.ts";
import { predict } from "../../understanding/predict.ts";
import { textTokens } from "../../understanding/tokens.ts";

/**
 * How a text is understood, as lines to print: its words, what it says in so many words, what it is likely about.
 * @param text a title, and after 「｜」 or a line break a description
 */
export function sayText(text: string): string[] {
  const tokens = textTokens(text.replace("｜", "\n"));
  const words = new Set(tokens.filter((token) => !/^[#~@^=]/.test(token)));
  return [
    `文字 Text：${text}`,
    `词 Words：${joined([...words])}`,
    `说到的概念 Concepts said：${joined(named(tokens, "#").map(([name]) => withLeaves(name)))}`,
    `说到的类别名 Category names said：${joined(named(tokens, "@").map(([code]) => withName(code)))}`,
    `可能的概念 Likely concepts：${joined(
      named(tokens, "~").map(([name, count]) => `${withLeaves(name)} ${percent(count / PARTS)}`),
    )}`,
    `类别 Categories：${joined(
      predict(tokens).map((guess) => `${withName(guess.category)} ${percent(guess.confidence)}`),
    )}`,
  ];
}

/** The tokens with a mark, each once with how often it stands, the most frequent first. */
function named(tokens: readonly string[], mark: string): [string, number][] {
  const counts = new Map<string, number>();
  for (const token of tokens) {
    if (token.startsWith(mark)) counts.set(token.slice(1), (counts.get(token.slice(1)) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}

function withLeaves(concept: string): string {
  return `${concept}（${lexicon().concepts.get(concept)?.categories.join(" ") ?? "？"}）`;
}

function withName(code: string): string {
  return `${code} ${category(code)?.name ?? "？"}`;
}

function percent(share: number): string {
  return `${Math.round(100 * share)}%`;
}

function joined(parts: readonly string[]): string {
  return parts.length === 0 ? "没有" : parts.join("、");
}

import { Jieba } from "@node-rs/jieba";
import { dict } from "@node-rs/jieba/dict";
import { lexicon } from "./lexicon.ts";

let jieba: Jieba | undefined;

/** One segmenter for the process (its dictionary takes some 40 MB), made when the first text is cut. */
function segmenter(): Jieba {
  if (jieba === undefined) {
    jieba = Jieba.withDict(dict);
    const words = lexicon().words.map((word) => `${word} 2000 n`);
    jieba.loadDict(Buffer.from(words.join("\n")));
  }
  return jieba;
}

const NUMBER = /^[\d.,]+$|^[一二三四五六七八九十百千万两几零半多来余]+.?$/;

/** The words of a normalised text; compounds also give their parts, numbers and stop words fall out. */
export function segment(text: string): string[] {
  return segmenter().cutForSearch(text, true).filter(isTerm);
}

/** Whether a word says something; the same words come again and again. */
function isTerm(word: string): boolean {
  let known = terms.get(word);
  if (known !== undefined) return known;
  known = /\p{L}/u.test(word) && !NUMBER.test(word) && !lexicon().stopWords.has(word);
  if (terms.size >= MOST_TERMS) terms.clear();
  terms.set(word, known);
  return known;
}

const MOST_TERMS = 50_000;
const terms = new Map<string, boolean>();

/** The words as they stand, cut once and nothing dropped: to know whether one character is a word of its own. */
export function words(text: string): string[] {
  return segmenter().cut(text, true);
}

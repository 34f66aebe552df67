import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { normalise } from "./normalise.ts";

/** A thing people ask for or offer, and the ways they say it. */
interface Concept {
  readonly name: string;
  /** The leaf categories it belongs to, the likeliest first. */
  readonly categories: readonly string[];
}

/** One way to say a concept: `灯…坏` is two parts with a short gap between them. */
interface Expression {
  readonly parts: readonly string[];
  /** The token a hit becomes: `#轮椅` for a concept, `@C04` for the name or an alias of a category. */
  readonly token: string;
  /** Characters of all parts. */
  readonly length: number;
}

/** The expressions, found by how they begin. A text is read from left to right, and most of it begins none. */
interface Beginnings {
  /** 1 at the code of each character that begins an expression. */
  readonly first: Uint8Array;
  /** By the first two characters of the first part; see `pairCode`. */
  readonly pairs: ReadonlyMap<number, readonly Expression[]>;
  /** Those whose first part is one character, by its code. */
  readonly singles: ReadonlyMap<number, readonly Expression[]>;
}

/** One number for two UTF-16 characters. */
export function pairCode(first: number, second: number): number {
  return first * 0x10000 + second;
}

export interface Lexicon {
  readonly concepts: ReadonlyMap<string, Concept>;
  readonly expressions: Beginnings;
  readonly stopWords: ReadonlySet<string>;
  /** Words the segmenter must not cut. */
  readonly words: readonly string[];
}

let shared: Lexicon | undefined;

/** The project's lexicon, read once when the first text comes. */
export function lexicon(): Lexicon {
  shared ??= readLexicon(dataFolder());
  return shared;
}

export function readLexicon(folder: string): Lexicon {
  const concepts = new Map<string, Concept>();
  const pairs = new Map<number, Expression[]>();
  const singles = new Map<number, Expression[]>();
  const first = new Uint8Array(0x10000);
  const words = new Set(lines(join(folder, "lexicon/words.txt")));
  const add = (text: string, token: string): void => {
    const parts = normalise(text).split("…").filter(Boolean);
    const [beginning = ""] = parts;
    if (beginning === "") return;
    const expression = { parts, token, length: parts.reduce((sum, part) => sum + part.length, 0) };
    first[beginning.charCodeAt(0)] = 1;
    if (beginning.length === 1) put(singles, beginning.charCodeAt(0), expression);
    else put(pairs, pairCode(beginning.charCodeAt(0), beginning.charCodeAt(1)), expression);
    for (const part of parts) if (part.length > 1) words.add(part);
  };
  for (const line of lines(join(folder, "lexicon/concepts.csv")).slice(1)) {
    const [categories = "", name = "", ways = ""] = line.split(",");
    concepts.set(name, { name, categories: categories.split(" ") });
    for (const way of ways.split("、")) add(way, `#${name}`);
  }
  for (const [alias, code] of categoryNames(folder)) if (code.length === 3) add(alias, `@${code}`);
  const stopWords = new Set(lines(join(folder, "lexicon/stop_words.txt")).flatMap((line) => line.split(" ")));
  return { concepts, expressions: { first, pairs, singles }, stopWords, words: [...words] };
}

function put(index: Map<number, Expression[]>, key: number, expression: Expression): void {
  const known = index.get(key);
  if (known) known.push(expression);
  else index.set(key, [expression]);
}

/** Official names (also each half of 「书画戏曲培训」-like compounds is left to the aliases) and aliases. */
function categoryNames(folder: string): [string, string][] {
  const official = lines(join(folder, "categories.csv")).slice(1);
  const aliases = lines(join(folder, "category_aliases.csv")).slice(1);
  return [
    ...official.map((line): [string, string] => [line.split(",")[2] ?? "", line.split(",")[0] ?? ""]),
    ...aliases.map((line): [string, string] => [line.split(",")[0] ?? "", line.split(",")[1] ?? ""]),
  ];
}

function lines(file: string): string[] {
  return readFileSync(file, "utf8")
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .filter((line) => line !== "" && !line.startsWith("# "));
}

/** The project's data folder, above the sources as above the build output. */
function dataFolder(): string {
  const given = process.env.GONGJIAN_CATALOGUE;
  if (given !== undefined) return given;
  for (let folder = __dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "data/lexicon/concepts.csv"))) return join(folder, "data");
    if (folder === dirname(folder)) throw new Error("data/lexicon/concepts.csv is missing");
  }
}

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Beginnings } from "./expressions.ts";
import { normalise } from "./normalise.ts";

/** A thing people ask for or offer. */
export interface Concept {
  readonly name: string;
  /** The leaf categories it belongs to, the likeliest first. */
  readonly categories: readonly string[];
  /** A more general concept that contains it; null at the top. */
  readonly broader: string | null;
  /** The ways people say it; each is evidence enough. */
  readonly expressions: readonly string[];
  /** Words that often stand beside it and prove nothing alone. */
  readonly hints: readonly string[];
}

/** A line as people write it, with what is meant by it. */
export interface Example {
  readonly category: string;
  readonly concept: string;
  readonly side: "need" | "offer";
  /** Title, a line break, description. */
  readonly text: string;
}

export interface Lexicon {
  /** Where the project's data lie. */
  readonly folder: string;
  /** SHA-256 of all it was read from. */
  readonly hash: string;
  readonly concepts: ReadonlyMap<string, Concept>;
  readonly expressions: Beginnings;
  readonly examples: readonly Example[];
  /** Words without meaning for what is asked. */
  readonly stopWords: ReadonlySet<string>;
  /** Words the segmenter must not cut. */
  readonly words: readonly string[];
}

/** Longer expressions are not words of the language, and the segmenter knows their parts. */
const LONGEST_WORD = 4;

let shared: Lexicon | undefined;

/** The project's lexicon, read once when the first text comes. */
export function lexicon(): Lexicon {
  shared ??= readLexicon(dataFolder());
  return shared;
}

/** Counts up when the same lexicon makes other tokens, because features, training or reading have changed. */
const READING_VERSION = 4;

/** By which lexicon and which program texts are read: tokens that another version has made are stale. */
export function lexiconVersion(): string {
  return createHash("sha256").update(`${READING_VERSION} ${lexicon().hash}`).digest("hex");
}

export function readLexicon(folder: string): Lexicon {
  const concepts = readConcepts(join(folder, "lexicon/concepts"));
  const expressions = new Beginnings();
  const words = new Set(lines(join(folder, "lexicon/words.txt")));
  const add = (text: string, token: string): void => {
    for (const part of expressions.add(normalise(text), token)) {
      if (part.length > 1 && part.length <= LONGEST_WORD) words.add(part);
    }
  };
  for (const { name, expressions: ways } of concepts.values()) for (const way of ways) add(way, `#${name}`);
  for (const [alias, code] of categoryNames(folder)) if (code.length === 3) add(alias, `@${code}`);
  const stopWords = new Set(lines(join(folder, "lexicon/stop_words.txt")).flatMap((line) => line.split(" ")));
  const examples = readExamples(join(folder, "lexicon/examples"));
  return { folder, hash: hashOf(folder), concepts, expressions, examples, stopWords, words: [...words] };
}

function readExamples(folder: string): Example[] {
  return linesOf(folder).map((line) => {
    const [category = "", concept = "", side = "", text = ""] = line.split(",");
    return { category, concept, side: side === "offer" ? "offer" : "need", text: text.replace("｜", "\n") };
  });
}

/** The lines of all tables of a folder, in the order of the files' names, without their headings. */
function linesOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".csv"))
    .sort()
    .flatMap((file) => lines(join(folder, file)).slice(1));
}

/** One file for each family of categories, so that an office finds its own. */
function readConcepts(folder: string): Map<string, Concept> {
  const concepts = new Map<string, Concept>();
  for (const line of linesOf(folder)) {
    const [categories = "", name = "", broader = "", expressions = "", hints = ""] = line.split(",");
    concepts.set(name, {
      name,
      categories: categories.split(" "),
      broader: broader === "" ? null : broader,
      expressions: listed(expressions),
      hints: listed(hints),
    });
  }
  return concepts;
}

function hashOf(folder: string): string {
  const hash = createHash("sha256");
  const inside = ["concepts", "examples"].flatMap((name) =>
    readdirSync(join(folder, "lexicon", name))
      .sort()
      .map((file) => `lexicon/${name}/${file}`),
  );
  const others = ["lexicon/words.txt", "lexicon/stop_words.txt", "categories.csv", "category_aliases.csv"];
  for (const file of [...inside, ...others]) hash.update(readFileSync(join(folder, file)));
  return hash.digest("hex");
}

function listed(cell: string): string[] {
  return cell.split("、").filter(Boolean);
}

/** Official names (each half of compounds is left to the aliases) and aliases. */
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
    if (existsSync(join(folder, "data/lexicon/concepts"))) return join(folder, "data");
    if (folder === dirname(folder)) throw new Error("data/lexicon/concepts is missing");
  }
}

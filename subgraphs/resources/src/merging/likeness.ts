import type { NeedFacts } from "../matching/facts.ts";
import type { CountyIndex } from "../matching/index/county-index.ts";
import { rarity } from "../matching/index/find-rows.ts";
import { fitCategory, fitConcepts, readMeaning, type Meaning } from "../matching/understanding/meaning.ts";

/** A need as it is compared with others: what it means, and how telling each of its words is. */
export interface ReadNeed {
  readonly need: NeedFacts;
  readonly meaning: Meaning;
  readonly words: ReadonlyMap<string, number>;
}

export function readNeed(need: NeedFacts, index: Pick<CountyIndex, "frequency" | "size">): ReadNeed {
  const words = new Set(need.tokens.filter((token) => !/^[=@#~]/.test(token)));
  return {
    need,
    meaning: readMeaning(need.category, need.tokens),
    words: new Map([...words].map((word) => [word, rarity(index.frequency(word), index.size)])),
  };
}

/** Two needs this alike probably ask for the same. */
export const PROBABLY_THE_SAME = 0.5;

/** What is meant says more than how it is said. */
const MEANING = 0.6;
/** Words shared to this degree are as good as all of them: hardly anybody says a thing the same way twice. */
const SAME_WORDS = 0.4;
/** Below this the two belong to different kinds of service, whatever they say. */
const SAME_KIND = 0.5;

/** 0…1: how far two needs ask for the same thing. The same from either side. */
export function likeness(a: ReadNeed, b: ReadNeed): number {
  if (titleOf(a) === titleOf(b) && a.need.description === b.need.description) return 1;
  const words = Math.min(1, sharedWords(a.words, b.words) / SAME_WORDS);
  const one = fitConcepts(a.meaning, b.meaning);
  const other = fitConcepts(b.meaning, a.meaning);
  if (one === null || other === null) return words;
  const kind = Math.min(fitCategory(a.meaning, b.meaning), fitCategory(b.meaning, a.meaning));
  return kind < SAME_KIND ? 0 : MEANING * Math.min(1, one, other) + (1 - MEANING) * words;
}

/** Width and spaces do not make another title. */
export function titleOf({ need }: Pick<ReadNeed, "need">): string {
  return need.title.normalize("NFKC").replace(/\s+/g, "");
}

/** 0…1: what the two share of their words, each counted by how telling it is (a cosine). */
function sharedWords(a: ReadNeed["words"], b: ReadNeed["words"]): number {
  let shared = 0;
  for (const [word, weight] of a) if (b.has(word)) shared += weight;
  const all = Math.sqrt(sum(a) * sum(b));
  return all === 0 ? 0 : shared / all;
}

function sum(words: ReadNeed["words"]): number {
  let total = 0;
  for (const weight of words.values()) total += weight;
  return total;
}

const COMMUNITY = 12;

/** In one community, or both for the very same wider area. */
export function isNear(a: string, b: string): boolean {
  if (a === b) return true;
  return Math.min(a.length, b.length) >= COMMUNITY && a.slice(0, COMMUNITY) === b.slice(0, COMMUNITY);
}

const EVERYONE = "全体居民";

/** Whether the same people may be meant: who names nobody, or everybody, means these too. */
export function mayMeanTheSamePeople(a: readonly string[], b: readonly string[]): boolean {
  const isOpen = (groups: readonly string[]): boolean => groups.length === 0 || groups.includes(EVERYONE);
  return isOpen(a) || isOpen(b) || a.some((group) => b.includes(group));
}

/** Whether both are needed on one day at least; an open end never ends. */
export function meetInTime(a: NeedFacts, b: NeedFacts): boolean {
  return startsBeforeEndOf(a, b) && startsBeforeEndOf(b, a);
}

function startsBeforeEndOf({ neededFrom }: NeedFacts, { neededTo }: NeedFacts): boolean {
  return neededFrom === null || neededTo === null || neededFrom <= neededTo;
}

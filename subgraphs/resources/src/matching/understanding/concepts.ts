import { lexicon, type Lexicon } from "./lexicon.ts";
import { words } from "./segment.ts";

interface Hit {
  readonly token: string;
  readonly start: number;
  readonly end: number;
  /** Characters that were really matched, without the gaps. */
  readonly length: number;
}

/** How many characters may stand between the parts of an expression. */
const GAP = 6;
const CLAUSE = /[^，,。;；！!？?\n]+/g;
/** What a clause says not to want, or to have already. */
const REFUSED = /不是|不用|不需|无需|不接|不收|不修|不讲|不做|不含|不发|不图|除外|用不着/;
const OWNED = /自己(有|请|带|买|出|找|备|拉)|自己现成|我们有|社区有|店里有|都有$|已有/;

/** The concepts and category names a normalised text speaks of, one token for each hit. */
export function conceptsIn(text: string, lexiconOf: Lexicon = lexicon()): string[] {
  const tokens: string[] = [];
  for (const [clause] of text.matchAll(CLAUSE)) {
    const spoken = OWNED.test(clause) ? "" : wanted(clause);
    if (spoken !== "") tokens.push(...longest(hitsIn(spoken, lexiconOf)).map((hit) => hit.token));
  }
  return tokens;
}

/** 「要设备，不是培训」: what follows a refusal within its clause is not wanted. */
function wanted(clause: string): string {
  const refused = REFUSED.exec(clause);
  return refused === null ? clause : clause.slice(0, refused.index);
}

function hitsIn(clause: string, { expressions }: Lexicon): Hit[] {
  const hits: Hit[] = [];
  let single: ReadonlySet<number> | undefined;
  const isWord = (start: number): boolean => (single ??= singleWords(clause)).has(start);
  for (let start = 0; start < clause.length; start++) {
    for (const { parts, token, length } of expressions.at(clause, start)) {
      const end = matchEnd(clause, start, parts);
      if (end > 0) hits.push({ token, start, end, length });
    }
    for (const { parts, token, length } of expressions.singlesAt(clause, start)) {
      const end = matchEnd(clause, start, parts);
      if (end > 0 && (length > 1 || isWord(start))) hits.push({ token, start, end, length });
    }
  }
  return hits;
}

function matchEnd(clause: string, start: number, parts: readonly string[]): number {
  const [beginning = ""] = parts;
  if (!clause.startsWith(beginning, start)) return -1;
  let end = start + beginning.length;
  for (let i = 1; i < parts.length; i++) {
    const part = parts[i] ?? "";
    const at = clause.slice(end, end + GAP + part.length).indexOf(part);
    if (at < 0) return -1;
    end += at + part.length;
  }
  return end;
}

/** One character counts only where it is a word: 「鼓」 in 「鼓破了」, not in 「鼓励」, nor a measure after a number. */
function singleWords(clause: string): Set<number> {
  const starts = new Set<number>();
  let at = 0;
  let previous = "";
  for (const word of words(clause)) {
    if (word.length === 1 && !/[\d一二三四五六七八九十百千两几]$/.test(previous)) starts.add(at);
    at += word.length;
    previous = word;
  }
  return starts;
}

/** A longer expression speaks for the shorter ones inside it: 「充电桩」 is not also 「充电」. */
function longest(hits: readonly Hit[]): readonly Hit[] {
  if (hits.length < 2) return hits;
  const reach = hits.reduce((most, { length }) => Math.max(most, length), 0);
  return hits.filter((hit, i) => !isCovered(hit, i, hits, reach));
}

/**
 * Hits come in the order of their starts, so what covers this one stands near by: a clause of thousands of
 * hits is not compared each with each. @param reach the length of the longest expression
 */
function isCovered(hit: Hit, at: number, hits: readonly Hit[], reach: number): boolean {
  let i = at;
  while (hits[i + 1]?.start === hit.start) i += 1;
  for (let other = hits[i]; other && other.start > hit.start - reach; other = hits[--i]) {
    if (covers(other, hit)) return true;
  }
  return false;
}

function covers(other: Hit, hit: Hit): boolean {
  return (
    other.token !== hit.token &&
    other.length > hit.length &&
    other.length === other.end - other.start &&
    other.start <= hit.start &&
    other.end >= hit.end
  );
}

import { fitAudience, groupsNamedIn } from "./audience-fit.ts";
import { fitCapacity } from "./capacity-fit.ts";
import { fitCategory, readMeaning, shareConcepts, type Meaning } from "./category-fit.ts";
import type { IndexedSupply, NeedFacts } from "./facts.ts";
import { runGates, type Fits, type GateResult } from "./gates.ts";
import { PART_NAMES, type MatchPolicy, type PartName } from "./policy.ts";
import { demandedLicences } from "./qualification.ts";
import { bm25, weigh, type Corpus, type WeighedQuery } from "./text-score.ts";
import { fitTime } from "./time-fit.ts";

export interface Part {
  readonly name: PartName;
  readonly weight: number;
  readonly value: number;
  readonly points: number;
}

export interface Judgement {
  readonly need: NeedFacts;
  readonly supply: IndexedSupply;
  readonly score: number;
  readonly parts: readonly Part[];
  readonly gates: readonly GateResult[];
  readonly fits: Fits;
  readonly passed: boolean;
  /** 0…1: how far this is the very thing asked, whatever the hard tests say. */
  readonly likeness: number;
}

export interface Judging {
  readonly policy: MatchPolicy;
  readonly corpus: Corpus;
  /** Today in Shanghai: only freshness looks at it. */
  readonly today: string;
}

/** A row of the right category that is another thing than the one asked. */
const OTHER_THING = 0.35;
/** One of the two says nothing we know of. */
const UNKNOWN_THING = 0.7;
/** Shared words of which the text is as good as it gets. */
const FULL_TEXT = 0.4;
const NOT_CONFIRMED = 0.5;
/** Laplace-like mean of an owner about whom nothing is recorded yet: (0 + 4) / (0 + 5). */
const UNPROVEN = 0.8;
const COVERAGE_VALUES: readonly (readonly [number, number])[] = [
  [12, 1],
  [9, 0.85],
  [0, 0.7],
];

/** Judges every supply for one need: all gates, all parts; best score first, then by id. */
export function judge(need: NeedFacts, supplies: readonly IndexedSupply[], judging: Judging): Judgement[] {
  const asked = readNeed(need, judging.corpus);
  return supplies
    .map((supply) => judgePair(asked, supply, judging))
    .sort((a, b) => b.score - a.score || (a.supply.id < b.supply.id ? -1 : 1));
}

/** What of a need is the same for every supply. */
interface AskedNeed {
  readonly need: NeedFacts;
  readonly meaning: Meaning;
  readonly query: WeighedQuery;
  readonly selfScore: number;
  readonly namedGroups: readonly string[];
  readonly demandedLicences: readonly string[];
}

export function readNeed(need: NeedFacts, corpus: Corpus): AskedNeed {
  const text = `${need.title}\n${need.description}`;
  const words = need.tokens.filter((token) => !/^[=@~]/.test(token));
  const query = weigh(words, corpus);
  return {
    need,
    meaning: readMeaning(need.category, need.tokens),
    query,
    selfScore: bm25(query, words),
    namedGroups: groupsNamedIn(text),
    demandedLicences: demandedLicences(text),
  };
}

export function judgePair(asked: AskedNeed, supply: IndexedSupply, judging: Judging): Judgement {
  const { need } = asked;
  const fits: Fits = {
    audience: fitAudience(need.audience, asked.namedGroups, supply.audience, supply.category),
    capacity: fitCapacity(need, supply),
    time: fitTime(need, supply),
    demandedLicences: asked.demandedLicences,
  };
  const text = textValue(asked, supply);
  const likeness = likenessOf(asked, supply, text);
  const values: Record<PartName, number> = {
    category: likeness,
    text,
    place: placeValue(need, supply),
    time: fits.time.value,
    capacity: fits.capacity.value,
    target: fits.audience.value,
    freshness: freshness(supply.confirmedOn, judging.today),
    reliability: UNPROVEN,
  };
  const parts = PART_NAMES.map((name) => partOf(name, judging.policy.weights[name], values[name]));
  const gates = runGates(need, supply, fits);
  return {
    need,
    supply,
    score: rounded(parts.reduce((sum, part) => sum + part.points, 0)),
    parts,
    gates,
    fits,
    passed: gates.every((gate) => gate.passed),
    likeness,
  };
}

function partOf(name: PartName, weight: number, value: number): Part {
  return { name, weight, value: rounded(value), points: rounded(weight * value) };
}

/** Twelve decimals tell scores apart; what stands behind them (0.9450000000000001) is only how numbers are kept. */
function rounded(value: number): number {
  return Number(value.toFixed(12));
}

/** Nearness in the category tree, less where the row speaks of another thing of the same category. */
function likenessOf(asked: AskedNeed, supply: IndexedSupply, text: number): number {
  const meaning = meaningOf(supply);
  const near = fitCategory(asked.meaning, meaning);
  const shared = shareConcepts(asked.meaning, meaning);
  const known = shared === null ? UNKNOWN_THING : OTHER_THING + (1 - OTHER_THING) * Math.min(1, shared / 0.5);
  return near * Math.max(known, OTHER_THING + (1 - OTHER_THING) * text);
}

/** One supply stands before many needs of a request: what it means is read once. */
const meanings = new WeakMap<IndexedSupply, Meaning>();

function meaningOf(supply: IndexedSupply): Meaning {
  const known = meanings.get(supply) ?? readMeaning(supply.category, supply.tokens);
  meanings.set(supply, known);
  return known;
}

/** Scaled by what the need's own words would earn, so that a pair has one score from whichever side it is seen. */
function textValue(asked: AskedNeed, supply: IndexedSupply): number {
  if (asked.selfScore === 0) return 0;
  return Math.min(1, bm25(asked.query, supply.tokens) / asked.selfScore / FULL_TEXT);
}

/** A row meant for the need's own community stands before one for the whole city. */
function placeValue(need: NeedFacts, supply: IndexedSupply): number {
  if (!need.areaCode.startsWith(supply.coverageAreaCode)) return 0;
  const found = COVERAGE_VALUES.find(([length]) => supply.coverageAreaCode.length >= length);
  return found?.[1] ?? 0;
}

/** How much the last confirmation is still worth: 1 on its day, less by e every 90 days. */
export function freshness(confirmedOn: string | null, today: string): number {
  if (confirmedOn === null) return NOT_CONFIRMED;
  const days = Math.max(0, (Date.parse(today) - Date.parse(confirmedOn)) / 86_400_000);
  return Math.exp(-days / 90);
}

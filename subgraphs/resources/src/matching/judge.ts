import { fitAudience, groupsNamedIn } from "./fits/audience-fit.ts";
import { fitCapacity } from "./fits/capacity-fit.ts";
import { likenessOf, type Side } from "./fits/likeness.ts";
import { readMeaning } from "./understanding/meaning.ts";
import type { IndexedSupply, NeedFacts } from "./facts.ts";
import type { Fits, GateResult } from "./gates/gate.ts";
import { runGates } from "./gates/run-gates.ts";
import { PART_NAMES, type MatchPolicy, type PartName } from "./policy/policy.ts";
import { demandedLicences } from "./gates/qualification.ts";
import { bm25, isText, weigh, type Corpus, type WeighedQuery } from "./text-score.ts";
import { fitTime } from "./fits/time-fit.ts";

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
}

export interface Judging {
  readonly policy: MatchPolicy;
  readonly corpus: Corpus;
  /** Today in Shanghai: only freshness looks at it. */
  readonly today: string;
}

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
  readonly side: Side;
  readonly query: WeighedQuery;
  readonly selfScore: number;
  readonly namedGroups: readonly string[];
  readonly demandedLicences: readonly string[];
}

export function readNeed(need: NeedFacts, corpus: Corpus): AskedNeed {
  const text = `${need.title}\n${need.description}`;
  const words = need.tokens.filter(isText);
  const query = weigh(words, corpus);
  return {
    need,
    side: readSide(need.category, need.tokens),
    query,
    selfScore: bm25(query, words),
    namedGroups: groupsNamedIn(text),
    demandedLicences: demandedLicences(text),
  };
}

export function judgePair(asked: AskedNeed, supply: IndexedSupply, judging: Judging): Judgement {
  const { need } = asked;
  const text = textValue(asked, supply);
  const likeness = likenessOf(asked.side, sideOf(supply), text);
  const fits: Fits = {
    likeness,
    audience: fitAudience(need.audience, asked.namedGroups, supply.audience, supply.category),
    capacity: fitCapacity(need, supply),
    time: fitTime(need, supply),
    demandedLicences: asked.demandedLicences,
  };
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
  const gates = runGates({ need, supply, fits, today: judging.today });
  return {
    need,
    supply,
    score: rounded(parts.reduce((sum, part) => sum + part.points, 0)),
    parts,
    gates,
    fits,
    passed: gates.every((gate) => gate.passed),
  };
}

function partOf(name: PartName, weight: number, value: number): Part {
  return { name, weight, value: rounded(value), points: rounded(weight * value) };
}

/** Twelve decimals tell scores apart; what stands behind them (0.9450000000000001) is only how numbers are kept. */
function rounded(value: number): number {
  return Number(value.toFixed(12));
}

/** One supply stands before many needs of a request: what it means is read once. */
const sides = new WeakMap<IndexedSupply, Side>();

function sideOf(supply: IndexedSupply): Side {
  const known = sides.get(supply) ?? readSide(supply.category, supply.tokens);
  sides.set(supply, known);
  return known;
}

function readSide(category: string | null, tokens: readonly string[]): Side {
  const meaning = readMeaning(category, tokens);
  return { meaning, textMeaning: category === null ? meaning : readMeaning(null, tokens) };
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

import type { IndexedSupply, NeedFacts } from "../../subgraphs/resources/src/matching/facts.ts";
import { judge, type Judgement } from "../../subgraphs/resources/src/matching/judge.ts";
import { POLICY_2 as POLICY } from "../../subgraphs/resources/src/matching/policy/policy.ts";
import { bm25, weigh, type Corpus } from "../../subgraphs/resources/src/matching/text-score.ts";
import type { City } from "./city.ts";

/** Need id → resource ids, best first. */
export type Rankings = ReadonlyMap<string, readonly string[]>;

export type Judgements = Map<string, Judgement[]>;

export { POLICY };

const TODAY = "2026-09-01";

export function isShown({ passed, score }: Judgement): boolean {
  return passed && score >= POLICY.minScore;
}

export function corpusOf(supplies: readonly IndexedSupply[]): Corpus {
  const frequency = new Map<string, number>();
  for (const supply of supplies) {
    for (const token of new Set(supply.tokens)) frequency.set(token, (frequency.get(token) ?? 0) + 1);
  }
  return { size: supplies.length, frequency: (token) => frequency.get(token) ?? 0 };
}

/** Every pair of a city, judged by the product. */
export function judgeCity(city: City): Judgements {
  const corpus = corpusOf(city.supplies);
  return new Map(
    city.needs.map((need) => [need.id, judge(need, city.supplies, { policy: POLICY, corpus, today: TODAY })]),
  );
}

/** First baseline: BM25 on segmented text, no concept, no category, no gate. */
export function byWords(city: City): Rankings {
  return baseline(city, () => true);
}

/** Second baseline: the same among rows of the clerk's category whose area and window fit. */
export function byWordsFiltered(city: City): Rankings {
  return baseline(
    city,
    (need, supply) =>
      supply.category === need.category &&
      need.areaCode.startsWith(supply.coverageAreaCode) &&
      (supply.validTo ?? "9") >= (need.neededFrom ?? "") &&
      (supply.validFrom ?? "") <= (need.neededTo ?? "9"),
  );
}

function baseline(
  { needs, supplies }: City,
  isAllowed: (need: NeedFacts, supply: IndexedSupply) => boolean,
): Rankings {
  const corpus = corpusOf(supplies);
  const plain = new Map(supplies.map((supply) => [supply.id, words(supply.tokens)]));
  return new Map(
    needs.map((need) => {
      const query = weigh(words(need.tokens), corpus);
      const ranked = supplies
        .filter((supply) => isAllowed(need, supply))
        .map(({ id }) => ({ id, score: bm25(query, plain.get(id) ?? []) }))
        .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
      return [need.id, ranked.map(({ id }) => id)];
    }),
  );
}

function words(tokens: readonly string[]): string[] {
  return tokens.filter((token) => !/^[#@=~^]/.test(token));
}

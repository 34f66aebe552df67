import { readMeaning } from "./understanding/meaning.ts";
import type { IndexedSupply, NeedFacts } from "./facts.ts";
import type { IndexQuery } from "./index/find-rows.ts";

/** Categories less likely than this are not looked up. */
const LIKELY = 0.3;
/** A row of the very category, a row of its family: what they promise before any word is shared. */
const LEAF = 6;
const FAMILY = 0.5;
/** A shared concept says more than a shared word, the name of a category as much. */
const CONCEPT = 1.6;
const LIKELY_CONCEPT = 0.8;

/** What the index of supplies is asked for a need. */
export function needQuery(need: NeedFacts): IndexQuery {
  return {
    weights: weights(need.category, need.tokens),
    fitsArea: (areaCode) => need.areaCode.startsWith(areaCode),
    from: need.neededFrom,
    to: need.neededTo,
    unitId: need.unitId,
  };
}

/** What the index of needs is asked for a supply. */
export function supplyQuery(supply: IndexedSupply): IndexQuery {
  return {
    weights: weights(supply.category, supply.tokens),
    fitsArea: (areaCode) => areaCode.startsWith(supply.coverageAreaCode),
    from: supply.validFrom,
    to: supply.validTo,
    unitId: supply.ownerUnitId,
  };
}

function weights(category: string | null, tokens: readonly string[]): Map<string, number> {
  const weightOf = new Map<string, number>();
  for (const token of tokens) if (!/^[=^]/.test(token)) weightOf.set(token, tokenWeight(token));
  for (const [code, likelihood] of readMeaning(category, tokens).categories) {
    if (likelihood < LIKELY) continue;
    weightOf.set(`=${code}`, LEAF * likelihood);
    const family = `=${code.slice(0, 1)}`;
    weightOf.set(family, Math.max(weightOf.get(family) ?? 0, FAMILY * likelihood));
  }
  return weightOf;
}

function tokenWeight(token: string): number {
  if (token.startsWith("#")) return CONCEPT;
  return token.startsWith("~") ? LIKELY_CONCEPT : 1;
}

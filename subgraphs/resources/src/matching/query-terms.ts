import { readMeaning } from "./category-fit.ts";
import type { IndexedSupply, NeedFacts } from "./facts.ts";

/** What the index is asked with: any of these tokens makes a row a candidate. */
export interface IndexQuery {
  readonly county: string;
  readonly terms: readonly string[];
}

/** Categories less likely than this are not looked up. */
const LIKELY = 0.3;

/** Words of the need, its concepts, the categories it may mean and their families. */
export function needQuery(need: NeedFacts): IndexQuery {
  return { county: need.areaCode.slice(0, 6), terms: terms(need.category, need.tokens) };
}

export function supplyQuery(supply: IndexedSupply): IndexQuery & { readonly categories: readonly string[] } {
  const { county, terms: all } = {
    county: supply.coverageAreaCode.slice(0, 6),
    terms: terms(supply.category, supply.tokens),
  };
  const categories = all
    .filter((term) => term.length === 4 && term.startsWith("="))
    .map((term) => term.slice(1));
  return { county, terms: all, categories };
}

function terms(category: string | null, tokens: readonly string[]): string[] {
  const { categories } = readMeaning(category, tokens);
  const codes = [...categories].filter(([, weight]) => weight >= LIKELY).map(([code]) => code);
  return [
    ...new Set([
      ...tokens.filter((token) => token.length > 1 && !token.startsWith("=")),
      ...codes.map((code) => `=${code}`),
      ...codes.map((code) => `=${code.slice(0, 1)}`),
    ]),
  ];
}

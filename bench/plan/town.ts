import type { PlanEdge, PlanProblem, PlanSlot } from "../../subgraphs/resources/src/plan/solver/problem.ts";
import { Random } from "../../shared/src/testing/random.ts";

export interface TownSize {
  readonly needs: number;
  readonly supplies: number;
  readonly units: number;
  readonly categories: number;
  readonly candidates: number;
  /** Share of the categories that are goods, asked for and given in pieces. */
  readonly goodsShare: number;
}

/**
 * A town's needs and supplies, the same for the same seed. Categories and units are of unlike size, as in life: a few
 * categories are asked for much more than they have, a few units own much of what there is. A need's candidates are
 * of its own category.
 */
export function town(size: TownSize, seed: number): PlanProblem {
  const random = new Random(seed);
  const skewed = (limit: number): number => Math.min(random.below(limit), random.below(limit));
  const isGoods = (category: number): boolean => (category * 7) % 100 < size.goodsShare * 100;
  const byCategory: PlanSlot[][] = Array.from({ length: size.categories }, () => []);
  const supplies = Array.from({ length: size.supplies }, (_, at) => {
    const category = at % size.categories;
    const capacity = isGoods(category) ? 10 + random.below(200) : 1 + random.below(3);
    const slot = { id: `s${at}`, capacity, measure: isGoods(category) ? `category ${category}` : null };
    byCategory[category]?.push(slot);
    return { id: slot.id, unit: `u${skewed(size.units)}`, slots: [slot] };
  });
  const edges: PlanEdge[] = [];
  const needs = Array.from({ length: size.needs }, (_, at) => {
    const category = skewed(size.categories);
    const demand = isGoods(category) ? 1 + random.below(60) : 1;
    for (const slot of pickSome(byCategory[category] ?? [], size.candidates, random)) {
      const score = (300_000 + random.below(700_000)) / 1e6;
      edges.push({ need: `n${at}`, slot: slot.id, score, most: demand });
    }
    return { id: `n${at}`, demand, urgency: skewed(4) as 0 | 1 | 2 | 3 };
  });
  return { needs, supplies, edges, units: Array.from({ length: size.units }, (_, at) => ({ id: `u${at}` })) };
}

function pickSome<T>(things: readonly T[], count: number, random: Random): T[] {
  const left = [...things];
  for (let at = 0; at < Math.min(count, left.length); at++) {
    const other = at + random.below(left.length - at);
    [left[at], left[other]] = [left[other] as T, left[at] as T];
  }
  return left.slice(0, count);
}

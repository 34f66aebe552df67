import type { PlanEdge, PlanNeed, PlanProblem } from "../../subgraphs/resources/src/plan/solver/problem.ts";

export interface GreedyValues {
  readonly served: number;
  readonly score: number;
  readonly sumOfSquares: number;
}

interface Taken {
  readonly edge: PlanEdge;
  readonly amount: number;
}

/** The floor: the most urgent first, each need in turn takes what is left of its best candidates. */
export function greedy({ needs, supplies, edges }: PlanProblem): GreedyValues {
  const left = new Map(
    supplies.flatMap(({ slots }) => slots.map(({ id, capacity }) => [id, capacity] as const)),
  );
  const unitOf = new Map(supplies.flatMap(({ unit, slots }) => slots.map(({ id }) => [id, unit] as const)));
  const loads = new Map<string, number>(supplies.map(({ unit }) => [unit, 0]));
  const byNeed = new Map(needs.map(({ id }) => [id, [] as PlanEdge[]]));
  for (const edge of edges) byNeed.get(edge.need)?.push(edge);
  let served = 0;
  let score = 0;
  for (const need of [...needs].sort((a, b) => b.urgency - a.urgency)) {
    const taken = take(need, byNeed.get(need.id) ?? [], left);
    if (taken.length > 0) served++;
    for (const { edge, amount } of taken) score += (edge.score * amount) / need.demand;
    for (const unit of new Set(taken.map(({ edge }) => unitOf.get(edge.slot) ?? ""))) add(loads, unit, 1);
  }
  return { served, score, sumOfSquares: [...loads.values()].reduce((sum, load) => sum + load * load, 0) };
}

function take(need: PlanNeed, edges: readonly PlanEdge[], left: Map<string, number>): Taken[] {
  const taken: Taken[] = [];
  let missing = need.demand;
  for (const edge of [...edges].sort((a, b) => b.score - a.score)) {
    const amount = Math.min(left.get(edge.slot) ?? 0, missing, edge.most);
    if (amount === 0) continue;
    add(left, edge.slot, -amount);
    missing -= amount;
    taken.push({ edge, amount });
  }
  return taken;
}

function add(counts: Map<string, number>, key: string, amount: number): void {
  counts.set(key, (counts.get(key) ?? 0) + amount);
}

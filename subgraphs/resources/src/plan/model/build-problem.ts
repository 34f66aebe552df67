import type { Collected, PlanCandidate, PlannedNeed } from "../collect-candidates.ts";
import type { PlanEdge, PlanProblem } from "../solver/problem.ts";
import { demandOf, type Demand } from "./pieces.ts";
import { slotsOf, type Asker, type Horizon, type OfferedSlot } from "./slots.ts";

/** The problem that is solved, with what its ids stand for. */
export interface PlanModel {
  readonly problem: PlanProblem;
  readonly needs: ReadonlyMap<string, ModelledNeed>;
  readonly slots: ReadonlyMap<string, OfferedSlot>;
}

export interface ModelledNeed extends PlannedNeed {
  readonly demand: Demand;
  /** By supply id. */
  readonly candidateOf: ReadonlyMap<string, PlanCandidate>;
}

/** A unit, or an owner that is none: a team without a unit, a merchant. */
export function ownerOf({ supply }: Pick<PlanCandidate, "supply">): string {
  return supply.ownerUnitId ?? `${supply.kind} ${supply.ownerName}`;
}

/** Makes needs, supplies and candidates a problem of flow. Everything stands in the order of ids. */
export function buildProblem(collected: Collected, horizon: Horizon): PlanModel {
  const needs = new Map(collected.needs.map((need) => [need.id, modelled(need)]));
  const askersOf = new Map<string, Asker[]>();
  for (const { candidates, demand } of needs.values()) {
    for (const candidate of candidates) {
      const askers = askersOf.get(candidate.supply.id);
      if (askers === undefined) askersOf.set(candidate.supply.id, [{ candidate, demand }]);
      else askers.push({ candidate, demand });
    }
  }
  const slots = new Map<string, OfferedSlot>();
  const edges: PlanEdge[] = [];
  const units = new Set<string>();
  const supplies = [...askersOf.values()].flatMap((askers) => {
    const [first] = askers;
    if (first === undefined) return [];
    const { supply } = first.candidate;
    const unit = ownerOf(first.candidate);
    const offered = slotsOf(supply, askers, horizon);
    units.add(unit);
    for (const slot of offered) {
      slots.set(slot.id, slot);
      edges.push(...edgesTo(slot, needs));
    }
    return [{ id: supply.id, unit, slots: offered }];
  });
  const demands = [...needs.values()].map(({ id, demand, urgency }) => ({
    id,
    demand: demand.pieces,
    urgency,
  }));
  const problem = { needs: demands, units: [...units].map((id) => ({ id })), supplies, edges };
  return { problem, needs, slots };
}

function modelled(need: PlannedNeed): ModelledNeed {
  const candidateOf = new Map(need.candidates.map((candidate) => [candidate.supply.id, candidate]));
  return { ...need, demand: demandOf(need), candidateOf };
}

function edgesTo(slot: OfferedSlot, needs: ReadonlyMap<string, ModelledNeed>): PlanEdge[] {
  return slot.needs.flatMap((id) => {
    const need = needs.get(id);
    const score = need?.candidateOf.get(slot.supply.id)?.score;
    if (need === undefined || score === undefined) return [];
    return [{ need: id, slot: slot.id, score: Math.min(1, Math.max(0, score)), most: need.demand.pieces }];
  });
}

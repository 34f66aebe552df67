import { checkEdge, checkNeed, checkSlot } from "./check-problem.ts";
import { byText } from "./order.ts";
import type { PlanEdge, PlanNeed, PlanProblem, PlanSlot } from "./problem.ts";

/** Scores are kept as whole numbers, so that sums of them are exact whatever their order. */
export const SCORE_UNIT = 1e9;

/**
 * A problem in typed arrays, everything in the order of ids, so that the order of the input does not matter.
 *
 * A carrier is where a unit's load is counted: one for its engagements (slots that only needs of demand 1 ask for,
 * where a piece is a need) and one for each measure of its goods (where a piece is a part of a need).
 */
export interface Network {
  readonly needs: readonly PlanNeed[];
  readonly slots: readonly PlanSlot[];
  readonly unitIds: readonly string[];
  readonly demand: Int32Array;
  readonly urgency: Uint8Array;
  /** Edges of need i are firstEdge[i] … firstEdge[i + 1] − 1, by slot. */
  readonly firstEdge: Int32Array;
  readonly edgeNeed: Int32Array;
  readonly edgeSlot: Int32Array;
  readonly edgeMost: Int32Array;
  /** Score of one piece, in 1 / SCORE_UNIT. */
  readonly edgeWorth: Float64Array;
  readonly edgeScore: Float64Array;
  readonly slotCapacity: Int32Array;
  readonly slotCarrier: Int32Array;
  readonly carrierUnit: Int32Array;
  /** Mean demand of the needs that ask the carrier for goods; 1 for engagements. */
  readonly carrierDemand: Float64Array;
  readonly carrierIsGoods: Uint8Array;
}

export function buildNetwork(problem: PlanProblem): Network {
  const needs = sortedById(problem.needs);
  const units = sortedById(problem.units);
  const unitIndex = indexOfIds(units, "unit");
  const owned = problem.supplies
    .flatMap((supply) =>
      supply.slots.map((slot) => ({ id: slot.id, slot, unit: known(unitIndex, supply.unit) })),
    )
    .sort((a, b) => byText(a.id, b.id));
  for (const need of needs) checkNeed(need);
  for (const { slot } of owned) checkSlot(slot);
  const demand = Int32Array.from(needs, (need) => need.demand);
  const edges = buildEdges(problem.edges, indexOfIds(needs, "need"), indexOfIds(owned, "slot"), demand);
  return {
    needs,
    slots: owned.map(({ slot }) => slot),
    unitIds: units.map(({ id }) => id),
    demand,
    urgency: Uint8Array.from(needs, (need) => need.urgency),
    ...edges,
    slotCapacity: Int32Array.from(owned, ({ slot }) => slot.capacity),
    ...buildCarriers(owned, edges, demand),
  };
}

interface Identified {
  readonly id: string;
}

function sortedById<T extends Identified>(things: readonly T[]): T[] {
  return [...things].sort((a, b) => byText(a.id, b.id));
}

function indexOfIds(things: readonly Identified[], kind: string): Map<string, number> {
  const index = new Map(things.map(({ id }, position) => [id, position]));
  if (index.size !== things.length) throw new RangeError(`Two of one ${kind} id.`);
  return index;
}

function known(index: ReadonlyMap<string, number>, id: string): number {
  const found = index.get(id);
  if (found === undefined) throw new RangeError(`Unknown id ${id}.`);
  return found;
}

type Edges = Pick<Network, "firstEdge" | "edgeNeed" | "edgeSlot" | "edgeMost" | "edgeWorth" | "edgeScore">;

function buildEdges(
  edges: readonly PlanEdge[],
  needIndex: ReadonlyMap<string, number>,
  slotIndex: ReadonlyMap<string, number>,
  demand: Int32Array,
): Edges {
  // One sortable number a pair; pairs stay far below 2^53.
  const keys = new Float64Array(edges.length);
  for (const [position, edge] of edges.entries()) {
    checkEdge(edge);
    keys[position] = known(needIndex, edge.need) * slotIndex.size + known(slotIndex, edge.slot);
  }
  const order = Uint32Array.from(keys.keys()).sort((a, b) => at(keys, a) - at(keys, b));
  const built = {
    firstEdge: new Int32Array(demand.length + 1),
    edgeNeed: new Int32Array(edges.length),
    edgeSlot: new Int32Array(edges.length),
    edgeMost: new Int32Array(edges.length),
    edgeWorth: new Float64Array(edges.length),
    edgeScore: new Float64Array(edges.length),
  };
  for (const [position, from] of order.entries()) {
    const key = at(keys, from);
    if (position > 0 && key === at(keys, at(order, position - 1)))
      throw new RangeError("Two edges of one pair.");
    const edge = edges[from];
    if (edge === undefined) continue;
    const need = Math.floor(key / slotIndex.size);
    built.edgeNeed[position] = need;
    built.edgeSlot[position] = key % slotIndex.size;
    built.edgeMost[position] = Math.min(edge.most, at(demand, need));
    built.edgeWorth[position] = Math.round((edge.score * SCORE_UNIT) / at(demand, need));
    built.edgeScore[position] = edge.score;
    built.firstEdge[need + 1] = position + 1;
  }
  for (let need = 1; need <= demand.length; need++) {
    built.firstEdge[need] = Math.max(at(built.firstEdge, need), at(built.firstEdge, need - 1));
  }
  return built;
}

type Carriers = Pick<Network, "slotCarrier" | "carrierUnit" | "carrierDemand" | "carrierIsGoods">;

function buildCarriers(
  owned: readonly { readonly slot: PlanSlot; readonly unit: number }[],
  edges: Edges,
  demand: Int32Array,
): Carriers {
  const isGoods = new Uint8Array(owned.length);
  for (const [edge, need] of edges.edgeNeed.entries()) {
    if (at(demand, need) > 1) isGoods[at(edges.edgeSlot, edge)] = 1;
  }
  const measures = new Map<string | null, number>();
  const carriers = new Map<string, number>();
  const slotCarrier = new Int32Array(owned.length);
  const carrierUnit: number[] = [];
  const carrierMeasure: number[] = [];
  for (const [position, { slot, unit }] of owned.entries()) {
    const measure = isGoods[position] ? numberOf(measures, slot.measure ?? null) : -1;
    const carrier = numberOf(carriers, `${unit}/${measure}`);
    slotCarrier[position] = carrier;
    carrierUnit[carrier] = unit;
    carrierMeasure[carrier] = measure;
  }
  const means = meanDemands(edges, demand, slotCarrier, carrierMeasure, measures.size);
  return {
    slotCarrier,
    carrierUnit: Int32Array.from(carrierUnit),
    carrierDemand: Float64Array.from(carrierMeasure, (measure) => (measure < 0 ? 1 : at(means, measure))),
    carrierIsGoods: Uint8Array.from(carrierMeasure, (measure) => (measure < 0 ? 0 : 1)),
  };
}

function numberOf<K>(numbers: Map<K, number>, key: K): number {
  const found = numbers.get(key) ?? numbers.size;
  numbers.set(key, found);
  return found;
}

/** What a need of a measure asks for on average, each need counted once. */
function meanDemands(
  edges: Edges,
  demand: Int32Array,
  slotCarrier: Int32Array,
  carrierMeasure: readonly number[],
  measures: number,
): Float64Array {
  const sums = new Float64Array(measures);
  const counts = new Float64Array(measures);
  const seen = new Int32Array(measures).fill(-1);
  for (const [edge, need] of edges.edgeNeed.entries()) {
    const measure = carrierMeasure[at(slotCarrier, at(edges.edgeSlot, edge))] ?? -1;
    if (measure < 0 || seen[measure] === need) continue;
    seen[measure] = need;
    sums[measure] = at(sums, measure) + at(demand, need);
    counts[measure] = at(counts, measure) + 1;
  }
  return sums.map((sum, measure) => sum / Math.max(1, at(counts, measure)));
}

function at(list: Int32Array | Uint32Array | Float64Array, index: number): number {
  return list[index] ?? 0;
}

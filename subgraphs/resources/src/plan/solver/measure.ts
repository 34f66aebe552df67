import { engagementsOf, unitOfEdge } from "./engagements.ts";
import type { Given } from "./solve.ts";
import { SCORE_UNIT, type Network } from "./network.ts";
import type { Fairness, GoalValues, PlanAssignment } from "./problem.ts";
import { buildCosts, LOAD_UNIT } from "./tiers.ts";

export function assignmentsOf(network: Network, flow: Given): PlanAssignment[] {
  const assignments: PlanAssignment[] = [];
  for (const [edge, amount] of flow.onEdge.entries()) {
    if (amount === 0) continue;
    const need = network.needs[at(network.edgeNeed, edge)]?.id ?? "";
    const slot = network.slots[at(network.edgeSlot, edge)]?.id ?? "";
    assignments.push({ need, slot, amount });
  }
  return assignments;
}

export function measure(network: Network, flow: Given): GoalValues {
  const byUrgency: [number, number, number, number] = [0, 0, 0, 0];
  let filled = 0;
  let worth = 0;
  for (const [need, pieces] of flow.ofNeed.entries()) {
    if (pieces === 0) continue;
    const rank = 3 - (network.urgency[need] ?? 0);
    byUrgency[rank] = (byUrgency[rank] ?? 0) + 1;
    filled += pieces / at(network.demand, need);
  }
  for (const [edge, pieces] of flow.onEdge.entries()) {
    if (pieces > 0) worth += pieces * at(network.edgeWorth, edge);
  }
  return {
    urgent: byUrgency,
    served: byUrgency.reduce((sum, count) => sum + count, 0),
    score: worth / SCORE_UNIT,
    filled,
    fair: fairness(network, flow),
  };
}

function fairness(network: Network, flow: Given): Fairness {
  const loads = new Float64Array(network.unitIds.length);
  for (const { unit } of engagementsOf(network, flow)) loads[unit] = at(loads, unit) + 1;
  const able = new Uint8Array(network.unitIds.length);
  for (const edge of network.edgeNeed.keys()) able[unitOfEdge(network, edge)] = 1;
  const total = loads.reduce((sum, load) => sum + load, 0);
  const mostLoad = loads.reduce((most, load) => Math.max(most, load), 0);
  return {
    sumOfSquares: loads.reduce((sum, load) => sum + load * load, 0),
    evenness: evenness(network, flow),
    unitsServing: loads.reduce((count, load) => count + (load > 0 ? 1 : 0), 0),
    mostLoad,
    mostShare: total === 0 ? 0 : mostLoad / total,
    gini: gini(loads.filter((_, unit) => able[unit] === 1).sort()),
  };
}

/** The tier FAIR as it was optimised. */
function evenness(network: Network, flow: Given): number {
  const { block, step } = buildCosts(network, ["SERVED", "FAIR"]);
  const pieces = new Float64Array(step.length);
  for (const [edge, amount] of flow.onEdge.entries()) {
    if (amount === 0) continue;
    const carrier = at(network.slotCarrier, at(network.edgeSlot, edge));
    pieces[carrier] = at(pieces, carrier) + amount;
  }
  let sum = 0;
  for (const [carrier, carried] of pieces.entries()) {
    const full = Math.floor(carried / at(block, carrier));
    const begun = carried - full * at(block, carrier);
    sum += at(step, carrier) * (full * full * at(block, carrier) + (2 * full + 1) * begun);
  }
  return sum / LOAD_UNIT;
}

/** Of loads in rising order; 0 where there are none. */
function gini(loads: Float64Array): number {
  const total = loads.reduce((sum, load) => sum + load, 0);
  if (total === 0) return 0;
  const weighted = loads.reduce((sum, load, rank) => sum + (2 * (rank + 1) - loads.length - 1) * load, 0);
  return weighted / (loads.length * total);
}

function at(list: Int32Array | Float64Array, index: number): number {
  return list[index] ?? 0;
}

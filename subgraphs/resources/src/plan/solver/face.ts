/* eslint-disable @typescript-eslint/non-nullable-type-assertion-style -- `!` is forbidden, and in these loops, whose
   indices lie in their arrays by construction, a check of every read would be felt. */
import type { Augmenter } from "./augment.ts";
import type { Network } from "./network.ts";
import type { Costs } from "./tiers.ts";

/** A network of only those flows that are best in the first word, with costs that tell them apart in the second. */
export interface Face {
  readonly network: Network;
  readonly costs: Costs;
  readonly carrierMost: Int32Array;
  /** Edge of the whole network by edge of the face. */
  readonly edges: Int32Array;
}

/**
 * By complementary slackness a flow is best exactly if, under the potentials of one that is best, no piece goes where
 * the reduced cost is above 0 and none is missing where it is below. So the edges above 0 go, a carrier's pieces above
 * 0 go, and its pieces below 0 are `wanted`, all equally: the many levels of load that made the first stage are gone,
 * and with them the long searches that a second word costs on every level.
 */
export function faceOf(network: Network, costs: Costs, first: Augmenter, carrierMost: Int32Array): Face {
  const edges = bestEdges(network, costs, first);
  const carriers = carrierMost.map((most, carrier) =>
    Math.min(
      most,
      piecesBelow(costs, first, carrier, (level) => Math.floor(level) + 1),
    ),
  );
  const wanted = carrierMost.map((most, carrier) =>
    Math.min(most, piecesBelow(costs, first, carrier, Math.ceil)),
  );
  const gain = (gains: Float64Array): Float64Array =>
    gains.map((value, need) => value + first.needPotential(need));
  return {
    network: restrict(network, edges),
    costs: {
      ...costs,
      firstHi: gain(costs.firstHi),
      furtherHi: gain(costs.furtherHi),
      edgeHi: Float64Array.from(edges, (edge) => reducedToCarrier(network, costs, first, edge)),
      edgeLo: Float64Array.from(edges, (edge) => costs.edgeLo[edge] as number),
      stepHi: new Float64Array(carrierMost.length),
      wanted,
    },
    carrierMost: carriers,
    edges,
  };
}

/** How many pieces lie below (or at) a reduced cost of 0: block b lies there if 2b + 1 is below −potential / step. */
function piecesBelow(
  costs: Costs,
  first: Augmenter,
  carrier: number,
  blocksAt: (level: number) => number,
): number {
  const level = (-first.carrierPotential(carrier) / (costs.stepHi[carrier] as number) - 1) / 2;
  return Math.max(0, blocksAt(level)) * (costs.block[carrier] as number);
}

function bestEdges(network: Network, costs: Costs, first: Augmenter): Int32Array {
  return Int32Array.from(network.edgeNeed.keys()).filter((edge) => {
    const need = network.edgeNeed[edge] as number;
    const slot = network.edgeSlot[edge] as number;
    const isOut = (costs.firstHi[need] as number) + first.needPotential(need) < 0;
    if (isOut || network.edgeMost[edge] === 0) return false;
    if (first.slotPotential(slot) > first.carrierPotential(network.slotCarrier[slot] as number)) return false;
    return (costs.edgeHi[edge] as number) + first.needPotential(need) <= first.slotPotential(slot);
  });
}

/** Slots lie level with their carriers, between which nothing costs anything: a slot's own price is on its edges. */
function reducedToCarrier(network: Network, costs: Costs, first: Augmenter, edge: number): number {
  const carrier = network.slotCarrier[network.edgeSlot[edge] as number] as number;
  const need = network.edgeNeed[edge] as number;
  return (costs.edgeHi[edge] as number) + first.needPotential(need) - first.carrierPotential(carrier);
}

function restrict(network: Network, edges: Int32Array): Network {
  const firstEdge = new Int32Array(network.firstEdge.length);
  for (const edge of edges) {
    const after = (network.edgeNeed[edge] as number) + 1;
    firstEdge[after] = (firstEdge[after] as number) + 1;
  }
  for (let need = 1; need < firstEdge.length; need++) {
    firstEdge[need] = (firstEdge[need] as number) + (firstEdge[need - 1] as number);
  }
  const pick = (from: Int32Array): Int32Array => edges.map((edge) => from[edge] as number);
  return {
    ...network,
    firstEdge,
    edgeNeed: pick(network.edgeNeed),
    edgeSlot: pick(network.edgeSlot),
    edgeMost: pick(network.edgeMost),
    edgeWorth: Float64Array.from(edges, (edge) => network.edgeWorth[edge] as number),
  };
}

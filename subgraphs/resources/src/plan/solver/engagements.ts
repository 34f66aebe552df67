import type { Given } from "./solve.ts";
import type { Network } from "./network.ts";

/** A need and a unit that gives it something, by whatever slots. */
export interface Engagement {
  readonly need: number;
  readonly unit: number;
  readonly edges: readonly number[];
}

/** By need, then unit as its first slot comes. */
export function engagementsOf(network: Network, flow: Given): Engagement[] {
  const engagements: Engagement[] = [];
  for (let need = 0; need < network.demand.length; need++) {
    const edgesOf = new Map<number, number[]>();
    for (let edge = at(network.firstEdge, need); edge < at(network.firstEdge, need + 1); edge++) {
      if (flow.onEdge[edge] === 0) continue;
      const unit = unitOfEdge(network, edge);
      const edges = edgesOf.get(unit);
      if (edges === undefined) edgesOf.set(unit, [edge]);
      else edges.push(edge);
    }
    for (const [unit, edges] of edgesOf) engagements.push({ need, unit, edges });
  }
  return engagements;
}

export function unitOfEdge(network: Network, edge: number): number {
  return at(network.carrierUnit, at(network.slotCarrier, at(network.edgeSlot, edge)));
}

function at(list: Int32Array, index: number): number {
  return list[index] ?? 0;
}

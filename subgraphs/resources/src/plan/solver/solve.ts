import { Augmenter } from "./augment.ts";
import { faceOf } from "./face.ts";
import type { Network } from "./network.ts";
import type { Pacer } from "./pacer.ts";
import type { Goal } from "./problem.ts";
import { buildCosts, isFairFirst, type Costs } from "./tiers.ts";

/** Pieces by edge, and what that makes by need. */
export interface Given {
  readonly onEdge: Int32Array;
  readonly ofNeed: Int32Array;
}

/** The best flow for the goals in order, with at most `carrierMost` pieces at each carrier. */
export async function solve(
  network: Network,
  goals: readonly Goal[],
  carrierMost: Int32Array,
  pacer: Pacer,
): Promise<Given> {
  const costs = buildCosts(network, goals);
  if (!isFairFirst(goals)) return (await run(network, costs, carrierMost, pacer)).flow;
  const face = faceOf(network, costs, await run(network, firstWord(costs), carrierMost, pacer), carrierMost);
  const { flow } = await run(face.network, face.costs, face.carrierMost, pacer);
  const onEdge = new Int32Array(network.edgeNeed.length);
  for (const [edge, whole] of face.edges.entries()) onEdge[whole] = at(flow.onEdge, edge);
  return { onEdge, ofNeed: flow.ofNeed };
}

/** What only the first word tells apart is quickly found: any of many nearest ends will do. */
function firstWord(costs: Costs): Costs {
  const none = (list: Float64Array): Float64Array => new Float64Array(list.length);
  return {
    ...costs,
    firstLo: none(costs.firstLo),
    furtherLo: none(costs.furtherLo),
    edgeLo: none(costs.edgeLo),
    stepLo: none(costs.stepLo),
  };
}

async function run(network: Network, costs: Costs, most: Int32Array, pacer: Pacer): Promise<Augmenter> {
  const augmenter = new Augmenter(network, costs, most);
  const divisible = needsInOrder(network, (a, b) => at(network.demand, a) - at(network.demand, b)).filter(
    (need) => at(network.demand, need) > 1,
  );
  pacer.expect(network.demand.length + divisible.length);
  // Any order gives the optimum. In this one hardly anything given is taken back.
  for (const need of needsInOrder(network, (a, b) => at(network.urgency, b) - at(network.urgency, a))) {
    augmenter.addFirst(need);
    if (pacer.step()) await pacer.pause();
  }
  for (const need of divisible) {
    while (augmenter.addFurther(need) > 0);
    if (pacer.step()) await pacer.pause();
  }
  return augmenter;
}

function needsInOrder(network: Network, compare: (a: number, b: number) => number): number[] {
  return Array.from(network.demand.keys()).sort((a, b) => compare(a, b) || a - b);
}

function at(list: Int32Array | Uint8Array, index: number): number {
  return list[index] ?? 0;
}

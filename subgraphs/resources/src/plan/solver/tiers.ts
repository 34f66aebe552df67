/**
 * The goals as costs. Each goal is a tier of whole numbers; a cost is all tiers in order, packed into two doubles.
 *
 * - URGENT and SERVED are earned by the first piece of a need. The sets of needs that can be served together are the
 *   independent sets of a matroid, so any weights that rise with urgency give the lexicographic optimum.
 * - SCORE is earned on edges: score / demand a piece.
 * - FAIR is paid where a unit's load is counted: the n-th need costs 2n − 1, so that the sum is Σ load². The loads of
 *   the plans that the earlier goals leave form an M-convex set, on which the least Σ load² is at once the smallest
 *   greatest load, then the smallest second …, and the most units with at least one match (A. Frank, K. Murota,
 *   "Decreasing minimization on M-convex sets", Mathematical Programming 195, 2022).
 *   To count a divisible need once for each unit that gives to it would be a fixed charge, which no flow can express
 *   and which is NP-hard. Goods are therefore counted by their share: of one unit and measure, (pieces / mean demand),
 *   in steps of one mean need, and evened out measure by measure beside the engagements. And as giving less would be
 *   "fairer", the most is given first: where FAIR stands before SCORE, Σ amount / demand comes just before FAIR.
 */
import { SCORE_UNIT, type Network } from "./network.ts";
import type { Goal } from "./problem.ts";

/** What one whole need of load costs in the tier FAIR. */
export const LOAD_UNIT = 1e6;
const EXACT = Number.MAX_SAFE_INTEGER;

/** Costs by tier: `hi` decides, `lo` where `hi` is equal. All are whole numbers below 2^53 even along a path. */
export interface Costs {
  /** Earned by the first piece of a need, and by each further one. */
  readonly firstHi: Float64Array;
  readonly firstLo: Float64Array;
  readonly furtherHi: Float64Array;
  readonly furtherLo: Float64Array;
  /** Paid for a piece on an edge: never above 0. */
  readonly edgeHi: Float64Array;
  readonly edgeLo: Float64Array;
  /** A carrier's pieces by blocks of `block`; a piece of block b (from 0) costs (2b + 1) × step. */
  readonly block: Int32Array;
  readonly stepHi: Float64Array;
  readonly stepLo: Float64Array;
  /** Pieces that a carrier must carry in the end: each of them costs 1 less in `hi`. */
  readonly wanted: Int32Array;
  /** The step of the tier FAIR alone, in 1 / LOAD_UNIT. */
  readonly step: Float64Array;
}

interface Tier {
  readonly first?: ArrayLike<number>;
  readonly further?: ArrayLike<number>;
  readonly edge?: Float64Array;
  readonly step?: Float64Array;
  /** How far the tier's sum along a path or cycle can be from 0. */
  readonly bound: number;
}

export function buildCosts(network: Network, goals: readonly Goal[]): Costs {
  const blocks = buildBlocks(network);
  const tiers = goals.flatMap((goal) => tiersOf(goal, goals, network, blocks));
  const needs = network.demand.length;
  const costs: Costs = {
    firstHi: new Float64Array(needs),
    firstLo: new Float64Array(needs),
    furtherHi: new Float64Array(needs),
    furtherLo: new Float64Array(needs),
    edgeHi: new Float64Array(network.edgeNeed.length),
    edgeLo: new Float64Array(network.edgeNeed.length),
    stepHi: new Float64Array(blocks.step.length),
    stepLo: new Float64Array(blocks.step.length),
    wanted: new Int32Array(blocks.step.length),
    ...blocks,
  };
  // FAIR before SCORE is solved in two stages, one word each (see solve.ts); else as much as fits goes into one word.
  const cut = isFairFirst(goals) ? tiers.findIndex((tier) => tier.step !== undefined) + 1 : cutToFit(tiers);
  addWord(costs, tiers.slice(0, cut), false);
  addWord(costs, tiers.slice(cut), true);
  return costs;
}

export function isFairFirst(goals: readonly Goal[]): boolean {
  return goals.includes("FAIR") && goals.indexOf("FAIR") < goals.indexOf("SCORE");
}

/** How many tiers the first word must take so that the second can hold the rest. */
function cutToFit(tiers: readonly Tier[]): number {
  let room = EXACT;
  let cut = tiers.length;
  for (; cut > 0; cut--) {
    const tier = tiers[cut - 1];
    room /= tier === undefined ? 1 : width(tier);
    if (room < 1) break;
  }
  return cut === 0 ? tiers.length : cut;
}

function addWord(costs: Costs, tiers: readonly Tier[], isLow: boolean): void {
  let factor = 1;
  for (const tier of [...tiers].reverse()) {
    addTier(costs, tier, factor, isLow);
    factor *= width(tier);
  }
  if (factor > EXACT) throw new RangeError("The plan is too large for exact sums.");
}

function width(tier: Tier): number {
  return 2 * tier.bound + 1;
}

function addTier(costs: Costs, tier: Tier, factor: number, isLow: boolean): void {
  add(isLow ? costs.firstLo : costs.firstHi, tier.first, factor);
  add(isLow ? costs.furtherLo : costs.furtherHi, tier.further, factor);
  add(isLow ? costs.edgeLo : costs.edgeHi, tier.edge, factor);
  add(isLow ? costs.stepLo : costs.stepHi, tier.step, factor);
}

function add(into: Float64Array, values: ArrayLike<number> | undefined, factor: number): void {
  if (values === undefined) return;
  for (let i = 0; i < into.length; i++) into[i] = (into[i] ?? 0) + (values[i] ?? 0) * factor;
}

function tiersOf(goal: Goal, goals: readonly Goal[], network: Network, blocks: Blocks): Tier[] {
  switch (goal) {
    case "URGENT":
      return [{ first: network.urgency.map((urgency) => urgency + 1), bound: 8 }];
    case "SERVED":
      return [{ first: network.urgency.map(() => 1), bound: 2 }];
    case "SCORE":
      return [scoreTier(network)];
    case "FAIR": {
      const fair = { step: blocks.step, bound: 2 * mostMarginal(network, blocks) };
      const isScored = goals.slice(0, goals.indexOf("FAIR")).includes("SCORE");
      const isDivisible = network.carrierIsGoods.includes(1);
      return isScored || !isDivisible ? [fair] : [fillTier(network), fair];
    }
  }
}

function scoreTier(network: Network): Tier {
  const edge = network.edgeWorth.map((worth) => -worth);
  const longest = Math.min(network.demand.length, network.slotCapacity.length) + 1;
  return { edge, bound: 2 * longest * SCORE_UNIT };
}

/** Further pieces by the share of its need that each fills: weights need only the right order, as for URGENT. */
function fillTier(network: Network): Tier {
  const demands = [...new Set(network.demand)].sort((a, b) => b - a);
  const rank = new Map(demands.map((demand, position) => [demand, position + 1]));
  const further = Float64Array.from(network.demand, (demand) => rank.get(demand) ?? 0);
  // The first piece fills a share too: among needs equally urgent the smaller one is filled more by it.
  return { first: further, further, bound: 2 * demands.length };
}

type Blocks = Pick<Costs, "block" | "step">;

function buildBlocks({ carrierDemand }: Network): Blocks {
  const block = Int32Array.from(carrierDemand, (demand) => Math.max(1, Math.round(demand)));
  return { block, step: Float64Array.from(block, (pieces) => Math.max(1, Math.round(LOAD_UNIT / pieces))) };
}

/** A carrier never carries more than all demand there is, nor more than all its slots hold. */
function mostMarginal(network: Network, { block, step }: Blocks): number {
  const capacity = new Float64Array(step.length);
  const asked = network.demand.reduce((sum, demand) => sum + demand, 0);
  for (const [slot, carrier] of network.slotCarrier.entries()) {
    capacity[carrier] = Math.min(asked, (capacity[carrier] ?? 0) + (network.slotCapacity[slot] ?? 0));
  }
  return capacity.reduce((most, pieces, carrier) => {
    return Math.max(most, (2 * Math.ceil(pieces / (block[carrier] ?? 1)) + 1) * (step[carrier] ?? 0));
  }, 1);
}

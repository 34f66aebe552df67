/* eslint-disable @typescript-eslint/non-nullable-type-assertion-style -- `!` is forbidden, and in these loops, whose
   indices lie in their arrays by construction, a check of every read would be felt. */
import { LinkedMembers } from "./linked-members.ts";
import type { Network } from "./network.ts";
import type { Costs } from "./tiers.ts";

/** Pieces given so far: on each edge, and what that makes for needs, slots and carriers. */
export class Flow {
  readonly onEdge: Int32Array;
  readonly ofNeed: Int32Array;
  readonly ofSlot: Int32Array;
  readonly ofCarrier: Int32Array;
  /** Edges that give, by slot; slots that give, by carrier. */
  readonly givingEdges: LinkedMembers;
  readonly givingSlots: LinkedMembers;
  private readonly network: Network;
  private readonly costs: Costs;
  private readonly carrierMost: Int32Array;

  /** `carrierMost`: the most pieces a carrier may carry. */
  constructor(network: Network, costs: Costs, carrierMost: Int32Array) {
    const slots = network.slotCapacity.length;
    this.network = network;
    this.costs = costs;
    this.carrierMost = carrierMost;
    this.onEdge = new Int32Array(network.edgeNeed.length);
    this.ofNeed = new Int32Array(network.demand.length);
    this.ofSlot = new Int32Array(slots);
    this.ofCarrier = new Int32Array(carrierMost.length);
    this.givingEdges = new LinkedMembers(slots, network.edgeNeed.length);
    this.givingSlots = new LinkedMembers(carrierMost.length, slots);
  }

  roomOfSlot(slot: number): number {
    return (this.network.slotCapacity[slot] as number) - (this.ofSlot[slot] as number);
  }

  /** Pieces a carrier may still take. */
  roomOfCarrier(carrier: number): number {
    return (this.carrierMost[carrier] as number) - (this.ofCarrier[carrier] as number);
  }

  /** Pieces a carrier may still take at the cost of the next one. */
  roomOfBlock(carrier: number): number {
    const size = this.costs.block[carrier] as number;
    const carried = this.ofCarrier[carrier] as number;
    const missing = (this.costs.wanted[carrier] as number) - carried;
    const left = Math.min(size - (carried % size), this.roomOfCarrier(carrier));
    return missing > 0 ? Math.min(left, missing) : left;
  }

  /** What the next piece costs in steps: 1, 3, 5 … by block. */
  stepsOfCarrier(carrier: number): number {
    return 2 * Math.floor((this.ofCarrier[carrier] as number) / (this.costs.block[carrier] as number)) + 1;
  }

  isMissing(carrier: number): boolean {
    return (this.ofCarrier[carrier] as number) < (this.costs.wanted[carrier] as number);
  }

  addToEdge(edge: number, amount: number): void {
    const before = this.onEdge[edge] as number;
    const after = before + amount;
    this.onEdge[edge] = after;
    const slot = this.network.edgeSlot[edge] as number;
    if (before === 0) this.givingEdges.join(slot, edge);
    else if (after === 0) this.givingEdges.leave(slot, edge);
  }

  addToSlot(slot: number, amount: number): void {
    const before = this.ofSlot[slot] as number;
    const after = before + amount;
    this.ofSlot[slot] = after;
    const carrier = this.network.slotCarrier[slot] as number;
    if (before === 0) this.givingSlots.join(carrier, slot);
    else if (after === 0) this.givingSlots.leave(carrier, slot);
  }
}

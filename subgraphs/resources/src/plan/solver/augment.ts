/* eslint-disable @typescript-eslint/non-nullable-type-assertion-style -- `!` is forbidden, and in these loops, whose
   indices lie in their arrays by construction, a check of every read would be felt. */
import { Flow } from "./flow.ts";
import type { Network } from "./network.ts";
import { NodeHeap } from "./node-heap.ts";
import type { Costs } from "./tiers.ts";

/** How a slot was reached when not over an edge. */
const FROM_CARRIER = -1;
const NOWHERE = -1;

/**
 * A flow of least cost, kept least as pieces are added one need at a time (shortest augmenting paths with potentials;
 * R. K. Ahuja, T. L. Magnanti, J. B. Orlin, "Network Flows", 1993, §9.7).
 *
 * The nodes are needs, slots, carriers, and the ground, at which every path ends: a slot with room ends there by taking
 * a piece more, a need that is served by giving one up. A piece is added when the shortest path from its need costs less
 * than the piece earns; then as before no cycle of negative cost is left, so the flow is optimal for the pieces so far.
 * Potentials keep all reduced costs at 0 or above; the ground's is 0. Distances have two words, `hi` before `lo`.
 */
export class Augmenter {
  readonly flow: Flow;
  private readonly network: Network;
  private readonly costs: Costs;
  private readonly needs: number;
  private readonly carriersFrom: number;
  private readonly potentialHi: Float64Array;
  private readonly potentialLo: Float64Array;
  private readonly distanceHi: Float64Array;
  private readonly distanceLo: Float64Array;
  /** Need: the edge it was reached by; slot: the same, or FROM_CARRIER; carrier: the slot. */
  private readonly reachedBy: Int32Array;
  private readonly round: Int32Array;
  private readonly reached: Int32Array;
  private readonly heap: NodeHeap;
  private rounds = 0;
  private reachedCount = 0;
  private endHi = 0;
  private endLo = 0;
  private end = NOWHERE;

  constructor(network: Network, costs: Costs, carrierMost: Int32Array) {
    this.network = network;
    this.costs = costs;
    this.flow = new Flow(network, costs, carrierMost);
    this.needs = network.demand.length;
    this.carriersFrom = this.needs + network.slotCapacity.length;
    const nodes = this.carriersFrom + carrierMost.length;
    this.potentialHi = new Float64Array(nodes);
    this.potentialLo = new Float64Array(nodes);
    this.distanceHi = new Float64Array(nodes);
    this.distanceLo = new Float64Array(nodes);
    this.reachedBy = new Int32Array(nodes);
    this.round = new Int32Array(nodes);
    this.reached = new Int32Array(nodes);
    this.heap = new NodeHeap(this.distanceHi, this.distanceLo);
    this.startPotentials();
  }

  /** The first word of a node's potential: of a need, a slot, or the carrier of a slot. */
  needPotential(need: number): number {
    return this.potentialHi[need] as number;
  }

  slotPotential(slot: number): number {
    return this.potentialHi[this.needs + slot] as number;
  }

  carrierPotential(carrier: number): number {
    return this.potentialHi[this.carriersFrom + carrier] as number;
  }

  /** Nothing is given yet, so a need only has to lie above all its slots, and these above the ground. */
  private startPotentials(): void {
    const { network, costs, potentialHi, potentialLo } = this;
    for (let carrier = 0; carrier < costs.stepHi.length; carrier++) {
      const wanted = this.flow.isMissing(carrier) ? 1 : 0;
      potentialHi[this.carriersFrom + carrier] = wanted - (costs.stepHi[carrier] as number);
      potentialLo[this.carriersFrom + carrier] = -(costs.stepLo[carrier] as number);
    }
    for (let slot = 0; slot < network.slotCapacity.length; slot++) {
      const carrier = this.carriersFrom + (network.slotCarrier[slot] as number);
      potentialHi[this.needs + slot] = potentialHi[carrier] as number;
      potentialLo[this.needs + slot] = potentialLo[carrier] as number;
    }
  }

  /** Lifts a need that gets nothing yet just above its slots. */
  private placeNeed(need: number): void {
    const { network, costs, potentialHi, potentialLo } = this;
    let hi = -Infinity;
    let lo = -Infinity;
    const to = network.firstEdge[need + 1] as number;
    for (let edge = network.firstEdge[need] as number; edge < to; edge++) {
      const slot = this.needs + (network.edgeSlot[edge] as number);
      const edgeHi = (potentialHi[slot] as number) - (costs.edgeHi[edge] as number);
      const edgeLo = (potentialLo[slot] as number) - (costs.edgeLo[edge] as number);
      if (edgeHi < hi || (edgeHi === hi && edgeLo <= lo)) continue;
      hi = edgeHi;
      lo = edgeLo;
    }
    potentialHi[need] = hi;
    potentialLo[need] = lo;
  }

  /** Adds the first piece of a need if that is worth it; every need once, and before any further piece. */
  addFirst(need: number): void {
    if (this.network.firstEdge[need] === this.network.firstEdge[need + 1]) return;
    this.placeNeed(need);
    this.addPieces(need, this.costs.firstHi[need] as number, this.costs.firstLo[need] as number, 1);
  }

  /** Adds further pieces, as many as one path takes. Returns how many; 0 when none is worth it. */
  addFurther(need: number): number {
    const given = this.flow.ofNeed[need] as number;
    // A need without its first piece has had its chance: no further piece is worth more than that one.
    if (given === 0) return 0;
    const left = (this.network.demand[need] as number) - given;
    if (left === 0) return 0;
    return this.addPieces(
      need,
      this.costs.furtherHi[need] as number,
      this.costs.furtherLo[need] as number,
      left,
    );
  }

  private addPieces(need: number, gainHi: number, gainLo: number, most: number): number {
    this.endHi = gainHi + (this.potentialHi[need] as number);
    this.endLo = gainLo + (this.potentialLo[need] as number);
    this.end = NOWHERE;
    if (this.endHi < 0 || (this.endHi === 0 && this.endLo <= 0)) return 0;
    this.search(need);
    this.movePotentials();
    if (this.end === NOWHERE) return 0;
    const amount = this.narrowest(need, most);
    this.augment(need, amount);
    return amount;
  }

  private search(source: number): void {
    const { heap, distanceHi, distanceLo } = this;
    this.rounds++;
    this.reachedCount = 0;
    this.label(source, 0, 0, NOWHERE);
    for (let node = heap.take(); node >= 0; node = heap.take()) {
      const hi = distanceHi[node] as number;
      if (hi > this.endHi || (hi === this.endHi && (distanceLo[node] as number) >= this.endLo)) break;
      if (node < this.needs) this.leaveNeed(node);
      else if (node < this.carriersFrom) this.leaveSlot(node);
      else this.leaveCarrier(node);
    }
    heap.clear();
  }

  private leaveNeed(need: number): void {
    const { network, costs, potentialHi, potentialLo, flow } = this;
    const hi = (this.distanceHi[need] as number) + (potentialHi[need] as number);
    const lo = (this.distanceLo[need] as number) + (potentialLo[need] as number);
    const to = network.firstEdge[need + 1] as number;
    for (let edge = network.firstEdge[need] as number; edge < to; edge++) {
      if (flow.onEdge[edge] === network.edgeMost[edge]) continue;
      const slot = network.edgeSlot[edge] as number;
      const node = this.needs + slot;
      const newHi = hi + (costs.edgeHi[edge] as number) - (potentialHi[node] as number);
      const newLo = lo + (costs.edgeLo[edge] as number) - (potentialLo[node] as number);
      if (this.reach(node, newHi, newLo, edge)) this.endAtSlot(slot);
    }
  }

  private leaveSlot(node: number): void {
    const { network, costs, potentialHi, potentialLo, flow } = this;
    const slot = node - this.needs;
    const hi = (this.distanceHi[node] as number) + (potentialHi[node] as number);
    const lo = (this.distanceLo[node] as number) + (potentialLo[node] as number);
    for (let edge = flow.givingEdges.first[slot] as number; edge >= 0;) {
      const need = network.edgeNeed[edge] as number;
      const newHi = hi - (costs.edgeHi[edge] as number) - (potentialHi[need] as number);
      const newLo = lo - (costs.edgeLo[edge] as number) - (potentialLo[need] as number);
      if (this.reach(need, newHi, newLo, edge)) this.endAtNeed(need);
      edge = flow.givingEdges.next[edge] as number;
    }
    if (flow.roomOfSlot(slot) === 0) return;
    const carrier = this.carriersFrom + (network.slotCarrier[slot] as number);
    this.reach(carrier, hi - (potentialHi[carrier] as number), lo - (potentialLo[carrier] as number), slot);
  }

  private leaveCarrier(node: number): void {
    const { potentialHi, potentialLo, flow } = this;
    const hi = (this.distanceHi[node] as number) + (potentialHi[node] as number);
    const lo = (this.distanceLo[node] as number) + (potentialLo[node] as number);
    for (let slot = flow.givingSlots.first[node - this.carriersFrom] as number; slot >= 0;) {
      const other = this.needs + slot;
      const newHi = hi - (potentialHi[other] as number);
      const newLo = lo - (potentialLo[other] as number);
      this.reach(other, newHi, newLo, FROM_CARRIER);
      slot = flow.givingSlots.next[slot] as number;
    }
  }

  /** Notes a shorter way to a node; a node beyond the nearest end is of no use. */
  private reach(node: number, hi: number, lo: number, by: number): boolean {
    if (hi > this.endHi || (hi === this.endHi && lo >= this.endLo)) return false;
    if (this.round[node] === this.rounds) {
      const knownHi = this.distanceHi[node] as number;
      if (knownHi < hi || (knownHi === hi && (this.distanceLo[node] as number) <= lo)) return false;
    }
    this.label(node, hi, lo, by);
    return true;
  }

  private label(node: number, hi: number, lo: number, by: number): void {
    if (this.round[node] !== this.rounds) {
      this.round[node] = this.rounds;
      this.reached[this.reachedCount++] = node;
    }
    this.distanceHi[node] = hi;
    this.distanceLo[node] = lo;
    this.reachedBy[node] = by;
    this.heap.raise(node);
  }

  private endAtSlot(slot: number): void {
    const carrier = this.network.slotCarrier[slot] as number;
    if (this.flow.roomOfSlot(slot) === 0 || this.flow.roomOfCarrier(carrier) === 0) return;
    const steps = this.flow.stepsOfCarrier(carrier);
    this.offerEnd(
      this.needs + slot,
      steps * (this.costs.stepHi[carrier] as number) - (this.flow.isMissing(carrier) ? 1 : 0),
      steps * (this.costs.stepLo[carrier] as number),
    );
  }

  private endAtNeed(need: number): void {
    const { costs } = this;
    if ((this.flow.ofNeed[need] as number) > 1) {
      this.offerEnd(need, costs.furtherHi[need] as number, costs.furtherLo[need] as number);
    } else {
      this.offerEnd(need, costs.firstHi[need] as number, costs.firstLo[need] as number);
    }
  }

  private offerEnd(node: number, costHi: number, costLo: number): void {
    const hi = (this.distanceHi[node] as number) + (this.potentialHi[node] as number) + costHi;
    const lo = (this.distanceLo[node] as number) + (this.potentialLo[node] as number) + costLo;
    if (hi > this.endHi || (hi === this.endHi && lo >= this.endLo)) return;
    this.endHi = hi;
    this.endLo = lo;
    this.end = node;
  }

  private movePotentials(): void {
    for (let i = 0; i < this.reachedCount; i++) {
      const node = this.reached[i] as number;
      const hi = this.distanceHi[node] as number;
      const lo = this.distanceLo[node] as number;
      if (hi > this.endHi || (hi === this.endHi && lo >= this.endLo)) continue;
      this.potentialHi[node] = (this.potentialHi[node] as number) + hi - this.endHi;
      this.potentialLo[node] = (this.potentialLo[node] as number) + lo - this.endLo;
    }
  }

  /** How many pieces the path found may carry at its cost. */
  private narrowest(source: number, most: number): number {
    const { network, flow } = this;
    let amount = Math.min(most, this.roomAtEnd());
    for (let node = this.end; node !== source;) {
      const by = this.reachedBy[node] as number;
      if (node < this.needs) {
        amount = Math.min(amount, flow.onEdge[by] as number);
        node = this.needs + (network.edgeSlot[by] as number);
      } else if (by >= 0) {
        amount = Math.min(amount, (network.edgeMost[by] as number) - (flow.onEdge[by] as number));
        node = network.edgeNeed[by] as number;
      } else {
        const slot = this.slotBehind(node);
        amount = Math.min(amount, flow.ofSlot[node - this.needs] as number, flow.roomOfSlot(slot));
        node = this.needs + slot;
      }
    }
    return amount;
  }

  private roomAtEnd(): number {
    const { end, flow } = this;
    if (end < this.needs) return Math.max(1, (flow.ofNeed[end] as number) - 1);
    const slot = end - this.needs;
    return Math.min(flow.roomOfSlot(slot), flow.roomOfBlock(this.network.slotCarrier[slot] as number));
  }

  /** The slot that a slot reached FROM_CARRIER hands its pieces on to. */
  private slotBehind(node: number): number {
    const carrier = this.carriersFrom + (this.network.slotCarrier[node - this.needs] as number);
    return this.reachedBy[carrier] as number;
  }

  private augment(source: number, amount: number): void {
    const { network, flow, end } = this;
    if (end < this.needs) {
      flow.ofNeed[end] = (flow.ofNeed[end] as number) - amount;
    } else {
      const carrier = network.slotCarrier[end - this.needs] as number;
      flow.addToSlot(end - this.needs, amount);
      flow.ofCarrier[carrier] = (flow.ofCarrier[carrier] as number) + amount;
    }
    for (let node = end; node !== source;) {
      const by = this.reachedBy[node] as number;
      if (node < this.needs) {
        flow.addToEdge(by, -amount);
        node = this.needs + (network.edgeSlot[by] as number);
      } else if (by >= 0) {
        flow.addToEdge(by, amount);
        node = network.edgeNeed[by] as number;
      } else {
        const slot = this.slotBehind(node);
        flow.addToSlot(node - this.needs, -amount);
        flow.addToSlot(slot, amount);
        node = this.needs + slot;
      }
    }
    flow.ofNeed[source] = (flow.ofNeed[source] as number) + amount;
  }
}

/* eslint-disable @typescript-eslint/non-nullable-type-assertion-style -- `!` is forbidden, and in these loops, whose
   indices lie in their arrays by construction, a check of every read would be felt. */
/** A 4-ary heap of nodes by two-word distance; a node's key may fall while it is in the heap. */
export class NodeHeap {
  private readonly nodes: Int32Array;
  private readonly places: Int32Array;
  private readonly hi: Float64Array;
  private readonly lo: Float64Array;
  private size = 0;

  /** `hi` and `lo` are the distances by node, kept by the caller. */
  constructor(hi: Float64Array, lo: Float64Array) {
    this.hi = hi;
    this.lo = lo;
    this.nodes = new Int32Array(hi.length);
    this.places = new Int32Array(hi.length).fill(-1);
  }

  clear(): void {
    for (let place = 0; place < this.size; place++) this.places[this.nodes[place] as number] = -1;
    this.size = 0;
  }

  /** Puts a node in, or up if it is in already: its distance has fallen. */
  raise(node: number): void {
    let place = this.places[node] as number;
    if (place < 0) place = this.size++;
    const { nodes, places, hi, lo } = this;
    const keyHi = hi[node] as number;
    const keyLo = lo[node] as number;
    while (place > 0) {
      const above = (place - 1) >> 2;
      const other = nodes[above] as number;
      const otherHi = hi[other] as number;
      if (otherHi < keyHi || (otherHi === keyHi && (lo[other] as number) <= keyLo)) break;
      nodes[place] = other;
      places[other] = place;
      place = above;
    }
    nodes[place] = node;
    places[node] = place;
  }

  /** The nearest node, taken out; −1 when there is none. */
  take(): number {
    if (this.size === 0) return -1;
    const { nodes, places } = this;
    const nearest = nodes[0] as number;
    places[nearest] = -1;
    this.size--;
    if (this.size > 0) this.sink(nodes[this.size] as number);
    return nearest;
  }

  private sink(node: number): void {
    const { nodes, places, hi, lo } = this;
    const keyHi = hi[node] as number;
    const keyLo = lo[node] as number;
    let place = 0;
    for (;;) {
      const least = this.leastBelow(place);
      if (least < 0) break;
      const other = nodes[least] as number;
      const otherHi = hi[other] as number;
      if (otherHi > keyHi || (otherHi === keyHi && (lo[other] as number) >= keyLo)) break;
      nodes[place] = other;
      places[other] = place;
      place = least;
    }
    nodes[place] = node;
    places[node] = place;
  }

  private leastBelow(place: number): number {
    const { nodes, hi, lo } = this;
    const from = 4 * place + 1;
    if (from >= this.size) return -1;
    const to = Math.min(from + 4, this.size);
    let least = from;
    let leastHi = hi[nodes[from] as number] as number;
    for (let below = from + 1; below < to; below++) {
      const node = nodes[below] as number;
      const nodeHi = hi[node] as number;
      if (nodeHi > leastHi) continue;
      if (nodeHi === leastHi && (lo[node] as number) >= (lo[nodes[least] as number] as number)) continue;
      least = below;
      leastHi = nodeHi;
    }
    return least;
  }
}

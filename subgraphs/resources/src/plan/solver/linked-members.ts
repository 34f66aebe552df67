/* eslint-disable @typescript-eslint/non-nullable-type-assertion-style -- `!` is forbidden, and in these loops, whose
   indices lie in their arrays by construction, a check of every read would be felt. */
/** Many small sets of whole numbers, each number in one set at most: join, leave and walk without allocation. */
export class LinkedMembers {
  /** First member of each set, −1 when empty. */
  readonly first: Int32Array;
  /** The member after each member, −1 at the end. */
  readonly next: Int32Array;
  private readonly previous: Int32Array;

  constructor(sets: number, members: number) {
    this.first = new Int32Array(sets).fill(-1);
    this.next = new Int32Array(members).fill(-1);
    this.previous = new Int32Array(members).fill(-1);
  }

  join(set: number, member: number): void {
    const head = this.first[set] as number;
    this.next[member] = head;
    this.previous[member] = -1;
    if (head >= 0) this.previous[head] = member;
    this.first[set] = member;
  }

  leave(set: number, member: number): void {
    const before = this.previous[member] as number;
    const after = this.next[member] as number;
    if (before >= 0) this.next[before] = after;
    else this.first[set] = after;
    if (after >= 0) this.previous[after] = before;
  }
}

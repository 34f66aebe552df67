import { hash } from "node:crypto";

const WORDS = 4;
const FIRST_CAPACITY = 1 << 12;

/**
 * Remembers which row of an upload had a key first, in 16 bytes a slot instead of the key itself: an upload
 * may have 500,000 rows. Keys are told apart by 96 bits of SHA-1, so two different keys meet with a
 * probability below 10^-17 in the largest upload.
 */
export class RowIndex {
  #slots = new Uint32Array(FIRST_CAPACITY * WORDS);
  #capacity = FIRST_CAPACITY;
  #size = 0;

  /** The ordinal of the row that was noted with this key, or null. */
  lookup(key: string): number | null {
    this.#slot = this.#slotOf(key);
    const known = this.#slots[this.#slot + 3] ?? 0;
    return known === 0 ? null : known - 1;
  }

  /** Notes the key that was looked up last, and not found, as this row's. */
  note(ordinal: number): void {
    this.#slots.set(this.#digest, this.#slot);
    this.#slots[this.#slot + 3] = ordinal + 1;
    this.#size += 1;
    if (this.#size * 2 > this.#capacity) this.#grow();
  }

  #slot = 0;
  #digest = new Uint32Array(3);

  #slotOf(key: string): number {
    const digest = hash("sha1", key, "buffer");
    for (let i = 0; i < 3; i++) this.#digest[i] = digest.readUInt32LE(i * 4);
    return this.#probe(this.#slots, this.#capacity, this.#digest, 0);
  }

  #probe(slots: Uint32Array, capacity: number, source: Uint32Array, at: number): number {
    let slot = (source[at] ?? 0) & (capacity - 1);
    for (;;) {
      const start = slot * WORDS;
      if (slots[start + 3] === 0) return start;
      if (
        slots[start] === source[at] &&
        slots[start + 1] === source[at + 1] &&
        slots[start + 2] === source[at + 2]
      ) {
        return start;
      }
      slot = (slot + 1) & (capacity - 1);
    }
  }

  #grow(): void {
    const capacity = this.#capacity * 2;
    const slots = new Uint32Array(capacity * WORDS);
    for (let start = 0; start < this.#slots.length; start += WORDS) {
      if (this.#slots[start + 3] === 0) continue;
      slots.set(this.#slots.subarray(start, start + WORDS), this.#probe(slots, capacity, this.#slots, start));
    }
    this.#slots = slots;
    this.#capacity = capacity;
  }
}

import { LRUCache } from "lru-cache";
import { NotPlanned } from "./planning/not-planned.ts";
import type { Variant } from "./variant.ts";

/** What is compiled takes some hundred times the memory of its text: this is some 60 MB at most. */
const MOST_CHARACTERS = 500_000;
/** Until it is known how long it is. */
const UNKNOWN_WEIGHT = 1_000;
const MINUTE_MS = 60_000;
/** How long a failure is remembered: what may have been bad luck is tried again after a while. */
const KEPT_MS: Readonly<Record<NotPlanned["reason"], number>> = {
  NO_WAY: 60 * MINUTE_MS,
  CRASHED: MINUTE_MS,
  TOO_LONG: MINUTE_MS,
  BUSY: 0,
  UNAVAILABLE: 0,
};

interface Stored {
  readonly owner: object;
  readonly key: string;
  variant: Variant | Promise<Variant>;
}

/** Remembers what all operations were compiled to, as far as memory goes; the longest unused are forgotten. */
export class VariantStore {
  private readonly owners = new WeakMap<object, number>();
  private owned = 0;
  private readonly stored = new LRUCache<string, Stored>({
    maxSize: MOST_CHARACTERS,
    sizeCalculation: ({ variant }) => ("weight" in variant ? Math.max(variant.weight, 1) : UNKNOWN_WEIGHT),
  });

  /** @param owner the operation; @param key which of its variants */
  find(owner: object, key: string, compile: () => Promise<Variant>): Variant | Promise<Variant> {
    const place = `${this.numberOf(owner)} ${key}`;
    const known = this.stored.get(place);
    if (known) return known.variant;
    const compiling = compile();
    this.stored.set(place, { owner, key, variant: compiling });
    compiling.then(
      (variant) => this.stored.set(place, { owner, key, variant }),
      (error: unknown) => {
        // What cannot be planned is not tried again each time it is sent again.
        const kept = error instanceof NotPlanned ? KEPT_MS[error.reason] : 0;
        if (kept === 0) this.stored.delete(place);
        else this.stored.set(place, { owner, key, variant: compiling }, { ttl: kept });
      },
    );
    return compiling;
  }

  /** The keys of an operation's variants, the latest used first. */
  keysOf(owner: object): string[] {
    return [...this.stored.values()].flatMap((each) => (each.owner === owner ? [each.key] : []));
  }

  private numberOf(owner: object): number {
    let number = this.owners.get(owner);
    if (number === undefined) this.owners.set(owner, (number = this.owned++));
    return number;
  }
}

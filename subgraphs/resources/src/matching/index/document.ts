/** What the index keeps of a listed row: enough to find it and to know whether it is usable, nothing to show. */
export interface IndexDocument {
  /** UUID. */
  readonly id: string;
  /** As stored: words, `#concept`, `~likely concept`, `@category name`, `=category`. */
  readonly tokens: readonly string[];
  /** Where it may be used (supplies) or is needed (needs). */
  readonly areaCode: string;
  readonly ownerUnitId: string | null;
  /** YYYY-MM-DD, with that day; null is open. */
  readonly from: string | null;
  readonly to: string | null;
  /** Withdrawn rows leave the index. */
  readonly isListed: boolean;
}

const MILLISECONDS_A_DAY = 86_400_000;

/** Open ends, as days. */
export const FIRST_DAY = -0x7fffffff;
export const LAST_DAY = 0x7fffffff;

/** Days since 1970; `open` for null. */
export function dayNumber(date: string | null, open: number): number {
  return date === null ? open : Math.round(Date.parse(date) / MILLISECONDS_A_DAY);
}

import type { AudienceFit } from "../fits/audience-fit.ts";
import type { CapacityFit } from "../fits/capacity-fit.ts";
import type { TimeFit } from "../fits/time-fit.ts";
import type { IndexedSupply, NeedFacts } from "../facts.ts";

export const GATE_CODES = [
  "NEAR_CATEGORY_ONLY",
  "SELF_MATCH",
  "ROW_SUSPENDED",
  "ROW_STALE",
  "OUT_OF_AREA",
  "TARGET_EXCLUDED",
  "NO_SLOT_BEFORE_DEADLINE",
  "LEAD_TIME",
  "UNIT_NOT_CONVERTIBLE",
  "NOT_ENOUGH",
  "QUALIFICATION_MISSING",
] as const;
export type GateName = (typeof GATE_CODES)[number];

/** The smallest change that would pass a gate, as data: applied to the pair, it does. */
export type Amendment =
  | { readonly of: "SUPPLY"; readonly values: Partial<IndexedSupply> }
  | { readonly of: "NEED"; readonly values: Partial<NeedFacts> };

export interface GateResult {
  readonly code: GateName;
  readonly passed: boolean;
  readonly message: string;
  /** The smallest change that would pass it, in words. */
  readonly change: string | null;
  readonly amendment: Amendment | null;
}

/** How far the two sides fit, measured once for the gates and the score. */
export interface Fits {
  /** 0…1: how far the supply is the very thing that is asked. */
  readonly likeness: number;
  readonly audience: AudienceFit;
  readonly capacity: CapacityFit;
  readonly time: TimeFit;
  readonly demandedLicences: readonly string[];
}

/** What a gate looks at. */
export interface Pair {
  readonly need: NeedFacts;
  readonly supply: IndexedSupply;
  readonly fits: Fits;
  /** YYYY-MM-DD in Shanghai; only how long ago a row was confirmed looks at it. */
  readonly today: string;
}

export function pass(code: GateName, message: string): GateResult {
  return { code, passed: true, message, change: null, amendment: null };
}

export function fail(code: GateName, message: string, change: string, amendment: Amendment): GateResult {
  return { code, passed: false, message, change, amendment };
}

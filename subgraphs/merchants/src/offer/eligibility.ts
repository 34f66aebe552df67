import type { OfferEligibilityKind } from "./offer.row.ts";

export interface OfferEligibility {
  readonly kind: OfferEligibilityKind;
  /** Stars, or minutes of volunteering; null for NONE. */
  readonly threshold: number | null;
}

const WRITTEN = /^(STARS|HOURS)(?:>=|≥)(\d{1,7})$/;

/** Reads `NONE`, `STARS>=5`, `HOURS>=300` (minutes); `null` for anything else. */
export function parseEligibility(text: string): OfferEligibility | null {
  const folded = text.normalize("NFKC").replace(/\s+/g, "").toUpperCase();
  if (folded === "" || folded === "NONE" || folded === "无") return { kind: "NONE", threshold: null };
  const match = WRITTEN.exec(folded);
  const threshold = Number(match?.[2]);
  if (!match || threshold < 1) return null;
  return { kind: match[1] as "STARS" | "HOURS", threshold };
}

/** The written form, as lists and events carry it; `null` where everyone may come. */
export function writeEligibility({ kind, threshold }: OfferEligibility): string | null {
  return kind === "NONE" || threshold === null ? null : `${kind}>=${threshold}`;
}

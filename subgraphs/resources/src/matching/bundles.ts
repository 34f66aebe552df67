import type { Judgement } from "./judge.ts";
import type { MatchPolicy } from "./policy/policy.ts";
import { fitConcept, thingsAsked } from "./understanding/meaning.ts";
import { isShown } from "./why-not.ts";

/** One supply of a bundle, and what it brings. */
export interface BundlePart {
  readonly judgement: Judgement;
  /** Which of the things asked it brings; null where all parts bring the same. */
  readonly thing: string | null;
  /** How much of it is taken, in the need's measure; null where nothing is counted. */
  readonly amount: number | null;
}

/** Several supplies that together do what none does alone. */
export interface Bundle {
  /** THINGS: a room and a projector. QUANTITY: 80 chairs from one unit, 40 from another. */
  readonly kind: "THINGS" | "QUANTITY";
  readonly parts: readonly BundlePart[];
  /** 0…1: how much of what is asked the parts bring together. */
  readonly covers: number;
}

/** More units than this cannot be called together for one need. */
const MOST_PARTS = 5;
/** A row brings a thing if it speaks of it at least so nearly. */
const BRINGS = 0.7;

/** At most one bundle of each kind; none where a single row already does. */
export function bundlesFor(judged: readonly Judgement[], policy: MatchPolicy): Bundle[] {
  return [bundleThings(judged), bundleQuantity(judged, policy)].filter((bundle) => bundle !== null);
}

function bundleThings(judged: readonly Judgement[]): Bundle | null {
  const [first] = judged;
  if (first === undefined) return null;
  const things = thingsAsked(first.need.tokens);
  const usable = judged.filter(passesHardGates);
  if (things.length < 2 || usable.some((row) => things.every((thing) => brings(row, thing)))) return null;
  const parts = things.flatMap((thing) => {
    const row = usable.find((each) => brings(each, thing));
    return row === undefined ? [] : [{ judgement: row, thing, amount: null }];
  });
  if (new Set(parts.map(({ judgement }) => judgement.supply.id)).size < 2) return null;
  return { kind: "THINGS", parts, covers: parts.length / things.length };
}

function brings({ supply }: Judgement, thing: string): boolean {
  return fitConcept(thing, supply.tokens) >= BRINGS;
}

/** What is only part of a bundle need not be the whole thing asked. */
function passesHardGates({ gates }: Judgement): boolean {
  return gates.every(({ passed, code }) => passed || code === "NEAR_CATEGORY_ONLY");
}

/** The best rows first, until there is enough; none where one row has enough or only one has any. */
function bundleQuantity(judged: readonly Judgement[], policy: MatchPolicy): Bundle | null {
  const shown = judged.filter((row) => isShown(row, policy));
  const asked = judged[0]?.need.quantity ?? 0;
  if (asked <= 0 || shown.some(({ fits }) => fits.capacity.value === 1)) return null;
  const parts: BundlePart[] = [];
  let missing = asked;
  for (const judgement of shown.filter(hasPieces)) {
    if (missing <= 0 || parts.length === MOST_PARTS) break;
    const amount = Math.min(judgement.fits.capacity.available ?? 0, missing);
    parts.push({ judgement, thing: null, amount });
    missing -= amount;
  }
  return parts.length < 2 ? null : { kind: "QUANTITY", parts, covers: (asked - missing) / asked };
}

function hasPieces({ fits: { capacity } }: Judgement): boolean {
  return capacity.isDivisible && (capacity.available ?? 0) > 0;
}

import type { IndexedSupply } from "../matching/facts.ts";
import type { Judged } from "../matching/match.loader.ts";
import { explainAbsence, type Absence } from "../matching/why-not.ts";

/** Why a need is not met, as `WhyNot` shows it, without the judged pairs: thousands of these are kept. */
export type ReasonOfNeed = Omit<Absence, "examples"> & {
  readonly examples: readonly { readonly supply: Pick<IndexedSupply, "id" | "kind"> }[];
};

export interface UnmetNeedView {
  readonly needId: string;
  /** The foremost first; never empty. */
  readonly reasons: readonly ReasonOfNeed[];
}

/** Empty where the need has a candidate. */
export function reasonsOf({ judgements, policy }: Judged): ReasonOfNeed[] {
  return explainAbsence(judgements, policy).map(({ code, count, message, change, examples }) => ({
    code,
    count,
    message,
    change,
    examples: examples.map(({ supply: { id, kind } }) => ({ supply: { id, kind } })),
  }));
}

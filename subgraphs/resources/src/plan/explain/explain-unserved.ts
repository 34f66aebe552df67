import type { Obstacle } from "../collect-candidates.ts";
import type { MatchPlanUnservedRow } from "../match-plan-unserved.row.ts";
import { ownerOf, type ModelledNeed, type PlanModel } from "../model/build-problem.ts";
import type { Given } from "../model/read-lines.ts";
import type { OfferedSlot } from "../model/slots.ts";

export type Unserved = Omit<MatchPlanUnservedRow, "planId">;

/** Named in a sentence at most. */
const MOST_NAMED = 3;
const TITLE_LENGTH = 30;

/** Why each need that gets nothing gets nothing, the most urgent first. */
export function explainUnserved(
  model: PlanModel,
  given: readonly Given[],
  unitCap: number | null,
): Unserved[] {
  const served = new Set(given.map(({ need }) => need.id));
  const explain = explainerOf(model, given, unitCap);
  return [...model.needs.values()]
    .filter(({ id }) => !served.has(id))
    .sort((a, b) => b.urgency - a.urgency || (a.id < b.id ? -1 : 1))
    .map((need, at) => ({ position: at + 1, needId: need.id, ...(need.obstacle ?? explain(need)) }));
}

/** For needs that have candidates: they were given to others, or their units carry what they may. */
function explainerOf(
  model: PlanModel,
  given: readonly Given[],
  unitCap: number | null,
): (need: ModelledNeed) => Obstacle {
  const piecesOfSlot = new Map<string, number>();
  const takersOfSupply = new Map<string, string[]>();
  const needsOfUnit = new Map<string, Set<string>>();
  for (const { need, candidate, slot, pieces } of given) {
    piecesOfSlot.set(slot.id, (piecesOfSlot.get(slot.id) ?? 0) + pieces);
    const unit = ownerOf(candidate);
    needsOfUnit.set(unit, (needsOfUnit.get(unit) ?? new Set()).add(need.id));
    takersOfSupply.set(slot.supply.id, [...(takersOfSupply.get(slot.supply.id) ?? []), need.title]);
  }
  const slotsOfNeed = new Map<string, OfferedSlot[]>();
  for (const slot of model.slots.values()) {
    for (const need of slot.needs) slotsOfNeed.set(need, [...(slotsOfNeed.get(need) ?? []), slot]);
  }
  return (need) => {
    const slots = slotsOfNeed.get(need.id) ?? [];
    const free = slots.find((slot) => (piecesOfSlot.get(slot.id) ?? 0) < slot.capacity);
    if (free !== undefined && unitCap !== null) {
      const carried = needsOfUnit.get(ownerOf(free))?.size ?? 0;
      if (carried >= unitCap) return atFairShare(free, carried, unitCap);
    }
    return takenByOthers(need, takersOfSupply);
  };
}

function atFairShare({ supply }: OfferedSlot, carried: number, cap: number): Obstacle {
  return {
    code: "UNIT_AT_FAIR_SHARE",
    message: `能办的“${short(supply.title)}”还有余量，但${supply.ownerName}已承担${carried}条（上限${cap}条）。`,
    change: `把每个单位的上限提高到${cap + 1}条。`,
  };
}

function takenByOthers(need: ModelledNeed, takersOfSupply: ReadonlyMap<string, readonly string[]>): Obstacle {
  const named = need.candidates.slice(0, MOST_NAMED).map(({ supply }) => {
    const [taker, ...others] = takersOfSupply.get(supply.id) ?? [];
    if (taker === undefined) return `“${short(supply.title)}”（余量已用完）`;
    const more = others.length === 0 ? "" : `等${others.length + 1}条`;
    return `“${short(supply.title)}”（给了“${short(taker)}”${more}）`;
  });
  const rest = need.candidates.length > MOST_NAMED ? `等${need.candidates.length}项` : "";
  return {
    code: "SUPPLIES_TAKEN",
    message: `合适的供给都给了别的需求：${named.join("、")}${rest}。`,
    change: "请这些单位增加数量或次数，或请别的单位补报同类资源。",
  };
}

function short(title: string): string {
  return title.length > TITLE_LENGTH ? `${title.slice(0, TITLE_LENGTH)}…` : title;
}

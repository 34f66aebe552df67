import { reasonsFor } from "../../matching/reasons.ts";
import type { PlanCandidate } from "../collect-candidates.ts";
import type { MatchPlanLineRow } from "../match-plan-line.row.ts";
import type { PlanAssignment } from "../solver/problem.ts";
import type { ModelledNeed, PlanModel } from "./build-problem.ts";
import { amountOf } from "./pieces.ts";
import type { OfferedSlot } from "./slots.ts";

/** An assignment with what its ids stand for. */
export interface Given {
  readonly need: ModelledNeed;
  readonly candidate: PlanCandidate;
  readonly slot: OfferedSlot;
  readonly pieces: number;
}

/** The assignments, the most urgent need first, then the best score, then by ids. */
export function readAssignments(model: PlanModel, assignments: readonly PlanAssignment[]): Given[] {
  return assignments
    .flatMap(({ need: needId, slot: slotId, amount: pieces }) => {
      const need = model.needs.get(needId);
      const slot = model.slots.get(slotId);
      const candidate = slot === undefined ? undefined : need?.candidateOf.get(slot.supply.id);
      if (need === undefined || slot === undefined || candidate === undefined) return [];
      return [{ need, candidate, slot, pieces }];
    })
    .sort(
      (a, b) =>
        b.need.urgency - a.need.urgency ||
        b.candidate.score - a.candidate.score ||
        compare(a.need.id, b.need.id) ||
        compare(a.slot.id, b.slot.id),
    );
}

export type PlanLine = Omit<MatchPlanLineRow, "planId">;

/** The lines of a plan. Of months that are alike the more urgent need gets the earlier one. */
export function linesOf(given: readonly Given[]): PlanLine[] {
  const taken = new Map<string, number>();
  return given.map(({ need, candidate, slot, pieces }, at) => {
    const before = taken.get(slot.id) ?? 0;
    taken.set(slot.id, before + pieces);
    const { supply } = candidate;
    const amount = amountOf(pieces, need.demand, candidate.need, need.left);
    return {
      position: at + 1,
      needId: need.id,
      supplyId: supply.id,
      supplyKind: supply.kind,
      unitId: supply.ownerUnitId,
      ownerName: supply.ownerName,
      amount,
      unitOfMeasure: amount === null ? null : candidate.need.unitOfMeasure,
      month: monthAt(slot, before),
      score: candidate.score,
      reasons: reasonsFor({ ...candidate, gates: [], passed: true }),
    };
  });
}

/** The month in which the engagement after `before` others falls. */
function monthAt({ months }: OfferedSlot, before: number): string | null {
  let room = 0;
  for (const each of months) {
    room += each.room;
    if (before < room) return each.month;
  }
  return null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

import type { MatchPlanLoadRow } from "../match-plan-load.row.ts";
import { ownerOf, type PlanModel } from "../model/build-problem.ts";
import type { Given } from "../model/read-lines.ts";

export type UnitLoad = Omit<MatchPlanLoadRow, "planId">;

/** How many needs every unit carries that could carry one, the most loaded first. */
export function loadsOf(model: PlanModel, given: readonly Given[]): UnitLoad[] {
  const owners = new Map<
    string,
    { unitId: string | null; name: string; able: Set<string>; needs: Set<string> }
  >();
  for (const slot of model.slots.values()) {
    const id = ownerOf(slot);
    const owner = owners.get(id) ?? {
      unitId: slot.supply.ownerUnitId,
      name: slot.supply.ownerName,
      able: new Set(),
      needs: new Set(),
    };
    for (const need of slot.needs) owner.able.add(need);
    owners.set(id, owner);
  }
  for (const { need, candidate } of given) owners.get(ownerOf(candidate))?.needs.add(need.id);
  const total = [...owners.values()].reduce((sum, { needs }) => sum + needs.size, 0);
  return [...owners]
    .sort(([a, one], [b, other]) => other.needs.size - one.needs.size || (a < b ? -1 : 1))
    .map(([, { unitId, name, able, needs }], at) => ({
      position: at + 1,
      unitId,
      ownerName: name,
      needs: needs.size,
      able: able.size,
      share: total === 0 ? 0 : needs.size / total,
    }));
}

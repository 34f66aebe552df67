import type { IndexedSupply } from "../../matching/facts.ts";
import { measureOf } from "../../matching/fits/measure.ts";
import type { PlanCandidate } from "../collect-candidates.ts";
import type { PlanSlot } from "../solver/problem.ts";
import { engagementsIn, inSeason, sharedMonths, type Month } from "./months.ts";
import { isCounted, isGiven, stockOf, UNCOUNTED_NEEDS, type Demand } from "./pieces.ts";

/** A month of a slot with how many engagements it has room for. */
export interface MonthRoom {
  readonly month: Month;
  readonly room: number;
}

/** A slot with the needs that may take of it, and its months; none for what is given away. */
export interface OfferedSlot extends PlanSlot {
  readonly supply: IndexedSupply;
  readonly months: readonly MonthRoom[];
  readonly needs: readonly string[];
}

/** A need that a supply is a candidate for. */
export interface Asker {
  readonly candidate: PlanCandidate;
  readonly demand: Demand;
}

export interface Horizon {
  /** YYYY-MM-DD. */
  readonly today: string;
  readonly openOn: string | null;
}

/** What of a supply can be given to whom. A need may stand at several slots: it takes one of them. */
export function slotsOf(supply: IndexedSupply, askers: readonly Asker[], horizon: Horizon): OfferedSlot[] {
  const [first] = askers;
  if (first !== undefined && isGiven(first.candidate)) return slotsOfGoods(supply, askers);
  const asking = askers.filter(({ demand }) => demand.dimension === null);
  const isPerSession = measureOf(supply.unitOfMeasure)?.dimension === "SESSION";
  const sessions = isPerSession ? stockOf(supply) : null;
  if (sessions === null) return slotsByMonth(supply, asking, horizon);
  // A unit that says 「12 场」 gives twelve, whenever they are.
  return [{ id: `${supply.id} sessions`, supply, capacity: sessions, months: [], needs: idsOf(asking) }];
}

/**
 * What is given away has one slot in pieces. A need that asks in a measure that cannot be compared takes one of the few
 * places that such a supply has; one that says no quantity takes one piece.
 */
function slotsOfGoods(supply: IndexedSupply, askers: readonly Asker[]): OfferedSlot[] {
  const stock = stockOf(supply);
  const counted = askers.filter(
    ({ candidate, demand }) =>
      stock !== null && (demand.dimension === null ? !statesQuantity(candidate) : isCounted(candidate)),
  );
  const uncounted = askers.filter(
    ({ candidate, demand }) =>
      demand.dimension === null &&
      !isCounted(candidate) &&
      (stock === null || (stock > 0 && statesQuantity(candidate))),
  );
  const measure = `${measureOf(supply.unitOfMeasure)?.dimension ?? ""} ${supply.category ?? ""}`;
  const common = { supply, months: [] };
  return [
    { ...common, id: `${supply.id} pieces`, capacity: stock ?? 0, measure, needs: idsOf(counted) },
    { ...common, id: `${supply.id} uncounted`, capacity: UNCOUNTED_NEEDS, needs: idsOf(uncounted) },
  ].filter(({ needs }) => needs.length > 0);
}

/**
 * A slot for each month; months that the same needs may use are one slot, which keeps the problem small and its answer
 * the same.
 */
function slotsByMonth(supply: IndexedSupply, askers: readonly Asker[], horizon: Horizon): OfferedSlot[] {
  const needsOfMonth = new Map<Month, string[]>();
  for (const { candidate } of askers) {
    for (const month of monthsOf(candidate, horizon)) {
      const needs = needsOfMonth.get(month);
      if (needs === undefined) needsOfMonth.set(month, [candidate.need.id]);
      else needs.push(candidate.need.id);
    }
  }
  const monthsOfNeeds = new Map<string, Month[]>();
  for (const month of [...needsOfMonth.keys()].sort()) {
    const needs = (needsOfMonth.get(month) ?? []).join(" ");
    monthsOfNeeds.set(needs, [...(monthsOfNeeds.get(needs) ?? []), month]);
  }
  return [...monthsOfNeeds.values()].map((months) => {
    const rooms = months.map((month) => ({ month, room: engagementsIn(month, supply.schedule) }));
    const [first = ""] = months;
    return {
      id: `${supply.id} ${first}`,
      supply,
      capacity: rooms.reduce((sum, { room }) => sum + room, 0),
      months: rooms,
      needs: needsOfMonth.get(first) ?? [],
    };
  });
}

function monthsOf({ need, supply }: PlanCandidate, { today, openOn }: Horizon): readonly Month[] {
  const needed = { from: need.neededFrom, to: need.neededTo };
  const valid = { from: supply.validFrom, to: supply.validTo };
  return inSeason(sharedMonths(needed, valid, today, openOn), supply.schedule);
}

function statesQuantity({ need }: PlanCandidate): boolean {
  return (need.quantity ?? 0) > 0;
}

function idsOf(askers: readonly Asker[]): string[] {
  return askers.map(({ candidate }) => candidate.need.id);
}

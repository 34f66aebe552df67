import { engagementsOf, unitOfEdge, type Engagement } from "./engagements.ts";
import type { Network } from "./network.ts";
import type { Pacer } from "./pacer.ts";
import type { Goal } from "./problem.ts";
import { solve, type Given } from "./solve.ts";

/** After so many plans anew what is too much is only taken away. */
const MOST_ROUNDS = 24;
const UNLIMITED = 2_000_000_000;

interface CappedFlow {
  readonly flow: Given;
  /** Whether no unit was ever over its cap, so that nothing had to be forbidden. */
  readonly exact: boolean;
}

/**
 * The best flow in which no unit serves more needs than the cap. Engagements are capped in the flow itself. Where
 * divisible needs push a unit over its cap, the unit keeps the most urgent and worthiest of them, no other divisible
 * need may ask it any more, and the rest is planned anew; so every unit is settled at most once.
 */
export async function solveCapped(
  network: Network,
  goals: readonly Goal[],
  unitCap: number | null,
  pacer: Pacer,
): Promise<CappedFlow> {
  const edgeMost = Int32Array.from(network.edgeMost);
  const engagementsMost = new Int32Array(network.unitIds.length).fill(unitCap ?? UNLIMITED);
  for (let round = 0; ; round++) {
    const carrierMost = network.carrierUnit.map((unit, carrier) =>
      network.carrierIsGoods[carrier] === 1 ? UNLIMITED : at(engagementsMost, unit),
    );
    const flow = await solve({ ...network, edgeMost }, goals, carrierMost, pacer);
    const over = unitCap === null ? [] : unitsOver(network, flow, unitCap);
    if (over.length === 0) return { flow, exact: round === 0 };
    for (const { unit, kept, dropped } of over) {
      if (round === MOST_ROUNDS) takeAway(network, flow, dropped);
      forbidOthers(network, edgeMost, unit, new Set(kept.filter(isDivided).map(({ need }) => need)));
      engagementsMost[unit] = kept.filter((engagement) => !isDivided(engagement)).length;
    }
    if (round === MOST_ROUNDS) return { flow, exact: false };
  }

  function isDivided({ edges }: Engagement): boolean {
    return edges.some((edge) => isOfGoods(network, edge));
  }
}

interface UnitOver {
  readonly unit: number;
  readonly kept: readonly Engagement[];
  readonly dropped: readonly Engagement[];
}

/** Units over the cap, with what they keep: first what nobody else serves, then by urgency, then by worth. */
function unitsOver(network: Network, flow: Given, unitCap: number): UnitOver[] {
  const engagements = engagementsOf(network, flow);
  const unitsOfNeed = new Int32Array(network.demand.length);
  const byUnit = new Map<number, Engagement[]>();
  for (const engagement of engagements) {
    unitsOfNeed[engagement.need] = at(unitsOfNeed, engagement.need) + 1;
    const others = byUnit.get(engagement.unit);
    if (others === undefined) byUnit.set(engagement.unit, [engagement]);
    else others.push(engagement);
  }
  return [...byUnit]
    .filter(([, own]) => own.length > unitCap)
    .map(([unit, own]) => {
      const ranked = own
        .map((engagement) => ({
          engagement,
          others: Math.min(2, at(unitsOfNeed, engagement.need)),
          urgency: network.urgency[engagement.need] ?? 0,
          worth: worthOf(network, flow, engagement),
        }))
        .sort((a, b) => a.others - b.others || b.urgency - a.urgency || b.worth - a.worth)
        .map(({ engagement }) => engagement);
      return { unit, kept: ranked.slice(0, unitCap), dropped: ranked.slice(unitCap) };
    });
}

function isOfGoods(network: Network, edge: number): boolean {
  return network.carrierIsGoods[at(network.slotCarrier, at(network.edgeSlot, edge))] === 1;
}

function worthOf(network: Network, flow: Given, { edges }: Engagement): number {
  return edges.reduce((sum, edge) => sum + (network.edgeWorth[edge] ?? 0) * at(flow.onEdge, edge), 0);
}

/** Closes a unit's goods to all needs but those it keeps. */
function forbidOthers(network: Network, edgeMost: Int32Array, unit: number, kept: ReadonlySet<number>): void {
  for (const [edge, need] of network.edgeNeed.entries()) {
    if (kept.has(need) || unitOfEdge(network, edge) !== unit || !isOfGoods(network, edge)) continue;
    edgeMost[edge] = 0;
  }
}

function takeAway(network: Network, flow: Given, dropped: readonly Engagement[]): void {
  for (const edge of dropped.flatMap(({ edges }) => edges)) {
    const need = at(network.edgeNeed, edge);
    flow.ofNeed[need] = at(flow.ofNeed, need) - at(flow.onEdge, edge);
    flow.onEdge[edge] = 0;
  }
}

function at(list: Int32Array, index: number): number {
  return list[index] ?? 0;
}

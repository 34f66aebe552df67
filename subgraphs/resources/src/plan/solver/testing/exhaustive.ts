import type { Goal, PlanProblem } from "../problem.ts";

/** What a plan is worth, goal by goal in their order; more is better. */
export type Worth = readonly number[];

interface Reached {
  readonly capacity: readonly number[];
  readonly worth: Worth;
}

/**
 * The best worth of all plans there are, found by trying them all: need by need, keeping for each state of the slots
 * the best that leads there. Knows nothing of flows; FAIR is given by what is left of the slots.
 */
export function bestWorth(
  problem: PlanProblem,
  goals: readonly Goal[],
  unitCap: number | null,
  evenness: (used: readonly number[]) => number,
): Worth {
  const slots = problem.supplies.flatMap((supply) =>
    supply.slots.map((slot) => ({ ...slot, unit: supply.unit })),
  );
  const start = slots.map(({ capacity }) => capacity);
  let states = new Map<string, Reached>([[start.join(), { capacity: start, worth: [] }]]);
  for (const need of problem.needs) {
    const edges = problem.edges.filter((edge) => edge.need === need.id);
    const next = new Map<string, Reached>();
    for (const { capacity, worth } of states.values()) {
      const tryEdges = (at: number, left: number[], given: number, score: number): void => {
        const edge = edges[at];
        if (edge === undefined) {
          const sum = addWorth(worth, additive(goals, need, given, score));
          const key = left.join();
          const known = next.get(key);
          if (known === undefined || compareWorth(sum, known.worth) > 0)
            next.set(key, { capacity: left, worth: sum });
          return;
        }
        const slot = slots.findIndex(({ id }) => id === edge.slot);
        const most = Math.min(edge.most, left[slot] ?? 0, need.demand - given);
        for (let amount = 0; amount <= most; amount++) {
          const after = left.with(slot, (left[slot] ?? 0) - amount);
          tryEdges(
            at + 1,
            after,
            given + amount,
            score + amount * Math.round((edge.score * 1e9) / need.demand),
          );
        }
      };
      tryEdges(0, [...capacity], 0, 0);
    }
    states = next;
  }
  let best: Worth | undefined;
  for (const { capacity, worth } of states.values()) {
    const used = start.map((all, slot) => all - (capacity[slot] ?? 0));
    if (unitCap !== null && problem.units.some(({ id }) => loadOf(id, slots, used) > unitCap)) continue;
    const whole = withFair(goals, worth, evenness(used));
    if (best === undefined || compareWorth(whole, best) > 0) best = whole;
  }
  return best ?? [];
}

function loadOf(unit: string, slots: readonly { readonly unit: string }[], used: readonly number[]): number {
  return used.reduce((sum, pieces, slot) => sum + (slots[slot]?.unit === unit ? pieces : 0), 0);
}

interface Asked {
  readonly demand: number;
  readonly urgency: number;
}

function additive(goals: readonly Goal[], need: Asked, given: number, score: number): number[] {
  return goals.flatMap((goal) => {
    if (goal === "URGENT") return [3, 2, 1, 0].map((level) => Number(given > 0 && need.urgency === level));
    if (goal === "SERVED") return [Number(given > 0)];
    if (goal === "SCORE") return [score];
    // Before FAIR the most is given: in a common multiple of all demands up to 6.
    return fillsFirst(goals) ? [(60 * given) / need.demand, 0] : [0, 0];
  });
}

export function fillsFirst(goals: readonly Goal[]): boolean {
  return !goals.slice(0, goals.indexOf("FAIR")).includes("SCORE");
}

export function withFair(goals: readonly Goal[], worth: Worth, evenness: number): Worth {
  let place = 0;
  for (const goal of goals) {
    if (goal === "FAIR") return worth.with(place + 1, -evenness);
    place += goal === "URGENT" ? 4 : 1;
  }
  return worth;
}

function addWorth(a: Worth, b: Worth): Worth {
  return b.map((value, place) => value + (a[place] ?? 0));
}

export function compareWorth(a: Worth, b: Worth): number {
  const place = a.findIndex((value, index) => value !== b[index]);
  return place < 0 ? 0 : (a[place] ?? 0) - (b[place] ?? 0);
}

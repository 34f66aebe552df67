import type { GateName, GateResult } from "./gates/gate.ts";
import { NEAR, THE_VERY_THING } from "./gates/same-thing.ts";
import type { Judgement } from "./judge.ts";
import type { MatchPolicy } from "./policy/policy.ts";

export type WhyNotCode = GateName | "NO_SUPPLY_IN_CATEGORY";

export interface Absence {
  readonly code: WhyNotCode;
  /** How many rows fail for it. */
  readonly count: number;
  readonly message: string;
  readonly change: string | null;
  /** The nearest rows, at most three. */
  readonly examples: readonly Judgement[];
}

const EXAMPLES = 3;

/**
 * Why a need has no candidate; empty when it has one. Where somebody has the very thing, what keeps it away
 * comes first: what keeps all of them away, then what keeps the nearest away. Else what is near and within
 * reach; else that nobody has it.
 */
export function explainAbsence(judged: readonly Judgement[], policy: MatchPolicy): Absence[] {
  if (judged.some((row) => isShown(row, policy))) return [];
  const things = nearestFirst(judged.filter(({ fits }) => fits.likeness >= THE_VERY_THING));
  const failures = countByCode(things);
  if (failures.length > 0) {
    return failures.sort((a, b) => Number(b.count === things.length) - Number(a.count === things.length));
  }
  const near = nearestFirst(judged.filter(isWithinReach));
  const [nearest] = near;
  return [nearest === undefined ? nothing() : onlyNear(nearest, near)];
}

/** Whether a row is offered as a candidate. */
export function isShown(row: Judgement, policy: MatchPolicy): boolean {
  return row.passed && row.score >= policy.minScore;
}

/** Whether a row lacks nothing but being the very thing: it is suggested, marked as near. */
export function isNear(row: Judgement, policy: MatchPolicy): boolean {
  return isWithinReach(row) && !isShown(row, policy);
}

function isWithinReach(row: Judgement): boolean {
  return row.fits.likeness >= NEAR && failuresOf(row).every(({ code }) => code === "NEAR_CATEGORY_ONLY");
}

function onlyNear(nearest: Judgement, near: readonly Judgement[]): Absence {
  return {
    code: "NEAR_CATEGORY_ONLY",
    count: near.length,
    message: `没有正合适的，只有相近的${near.length}条，如“${nearest.supply.title}”。`,
    change: "放宽要求接受相近的资源，或请成员单位补报这一项。",
    examples: near.slice(0, EXAMPLES),
  };
}

function nothing(): Absence {
  return {
    code: "NO_SUPPLY_IN_CATEGORY",
    count: 0,
    message: "没有单位公布能办这件事的资源。",
    change: "请成员单位补报这一项资源。",
    examples: [],
  };
}

/** A row that fails one gate is nearer than one that fails two. */
function nearestFirst(rows: readonly Judgement[]): Judgement[] {
  return [...rows].sort(
    (a, b) =>
      failuresOf(a).length - failuresOf(b).length || b.fits.likeness - a.fits.likeness || b.score - a.score,
  );
}

function countByCode(rows: readonly Judgement[]): Absence[] {
  const rowsByCode = new Map<GateName, Judgement[]>();
  for (const row of rows) {
    for (const { code } of failuresOf(row)) rowsByCode.set(code, [...(rowsByCode.get(code) ?? []), row]);
  }
  return [...rowsByCode].map(([code, failing]) => {
    const gate = failing[0]?.gates.find((each) => each.code === code);
    return {
      code,
      count: failing.length,
      message: gate?.message ?? "",
      change: gate?.change ?? null,
      examples: failing.slice(0, EXAMPLES),
    };
  });
}

function failuresOf(row: Judgement): GateResult[] {
  return row.gates.filter(({ passed }) => !passed);
}

import type { GateName } from "./gates.ts";
import type { Judgement } from "./judge.ts";
import type { MatchPolicy } from "./policy.ts";

export type WhyNotCode = GateName | "NO_SUPPLY_IN_CATEGORY" | "NEAR_CATEGORY_ONLY";

export interface Absence {
  readonly code: WhyNotCode;
  readonly count: number;
  readonly message: string;
  readonly change: string | null;
  /** The nearest rows, at most three. */
  readonly examples: readonly Judgement[];
}

/** Rows at least this alike could do what is asked, were it not for a gate. */
const THE_THING = 0.7;
/** Rows at least this alike deserve a mention. */
const NEAR = 0.35;
const EXAMPLES = 3;

/** Why a need has no candidate; empty when it has one. Nearest failures first, then by how often. */
export function explainAbsence(judged: readonly Judgement[], policy: MatchPolicy): Absence[] {
  if (judged.some((row) => row.passed && row.score >= policy.minScore)) return [];
  const failures = byLikeness(judged.filter((row) => !row.passed && row.likeness >= THE_THING));
  if (failures.length > 0) return countByCode(failures);
  const near = byLikeness(judged.filter((row) => row.passed && row.likeness >= NEAR));
  const [nearest] = near;
  if (nearest === undefined) return [nothing()];
  return [
    {
      code: "NEAR_CATEGORY_ONLY",
      count: near.length,
      message: `没有正合适的，只有相近的${near.length}条，如“${nearest.supply.title}”。`,
      change: "放宽要求接受相近的资源，或请成员单位补报这一项。",
      examples: near.slice(0, EXAMPLES),
    },
  ];
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
function byLikeness(rows: readonly Judgement[]): Judgement[] {
  return [...rows].sort(
    (a, b) => failedCodes(a).length - failedCodes(b).length || b.likeness - a.likeness || b.score - a.score,
  );
}

function countByCode(failures: readonly Judgement[]): Absence[] {
  const rowsByCode = new Map<GateName, Judgement[]>();
  for (const row of failures) {
    for (const code of failedCodes(row)) rowsByCode.set(code, [...(rowsByCode.get(code) ?? []), row]);
  }
  return [...rowsByCode].map(([code, rows]) => {
    const gate = rows[0]?.gates.find((each) => each.code === code);
    return {
      code,
      count: rows.length,
      message: gate?.message ?? "",
      change: gate?.change ?? null,
      examples: rows.slice(0, EXAMPLES),
    };
  });
}

function failedCodes(row: Judgement): GateName[] {
  return row.gates.filter((gate) => !gate.passed).map((gate) => gate.code);
}

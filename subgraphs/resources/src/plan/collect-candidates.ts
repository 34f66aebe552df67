import type { Clock } from "@gongjian/shared/clock";
import type { DataSource } from "typeorm";
import type { IndexedSupply } from "../matching/facts.ts";
import type { Judgement } from "../matching/judge.ts";
import { createMatchLoader, type Judged } from "../matching/match.loader.ts";
import { explainAbsence } from "../matching/why-not.ts";
import { PLANNED_NEEDS } from "./planned-needs.sql.ts";
import type { Urgency } from "./solver/problem.ts";

/** What of a pair is kept while the plan is made: the texts of its gates are not. */
export type PlanCandidate = Omit<Judgement, "gates" | "passed">;

/** Why a need cannot be given anything, before any other need is looked at. */
export interface Obstacle {
  readonly code: string;
  readonly message: string;
  readonly change: string | null;
}

export interface PlannedNeed {
  readonly id: string;
  readonly title: string;
  readonly urgency: Urgency;
  /** What projects have not brought yet, in the need's own measure; null where it states no quantity. */
  readonly left: number | null;
  /** Best score first, then by supply id. */
  readonly candidates: readonly PlanCandidate[];
  /** Null where there are candidates. */
  readonly obstacle: Obstacle | null;
}

export interface Collected {
  /** By id. */
  readonly needs: readonly PlannedNeed[];
  readonly policyVersion: number | null;
}

export interface CandidateLimits {
  readonly areaCode: string;
  readonly openOn: string | null;
  readonly candidatesPerNeed: number;
  /** Null: the policy's. */
  readonly minScore: number | null;
}

/** A plan of more needs is refused: the candidates of all of them are in memory at once. */
export const MOST_NEEDS = 5_000;

/** Judging these takes some tenths of a second; between them it is heard whether the plan is called off. */
const NEEDS_AT_ONCE = 50;

const URGENCIES: Readonly<Record<string, Urgency>> = { LOW: 0, NORMAL: 1, HIGH: 2, URGENT: 3 };

interface PlannedNeedXRow {
  readonly id: string;
  readonly title: string;
  readonly urgency: string;
  readonly left: number | null;
}

/**
 * Reads all needs of an area and judges the supplies that suit them, a few needs at a time.
 *
 * @param onProgress told after each few; what it throws ends the reading
 */
export async function collectCandidates(
  db: DataSource,
  clock: Clock,
  limits: CandidateLimits,
  onProgress: (done: number, of: number) => Promise<void>,
): Promise<Collected> {
  const rows = await db.query<PlannedNeedXRow[]>(PLANNED_NEEDS, [limits.areaCode, limits.openOn, MOST_NEEDS]);
  const needs: PlannedNeed[] = [];
  const supplies = new Map<string, IndexedSupply>();
  let policyVersion: number | null = null;
  for (let start = 0; start < rows.length; start += NEEDS_AT_ONCE) {
    await onProgress(start, rows.length);
    const batch = rows.slice(start, start + NEEDS_AT_ONCE);
    // A loader keeps what it has read: each few get one of their own.
    const judged = await createMatchLoader(db, clock).forNeed.loadMany(batch.map(({ id }) => id));
    for (const [at, row] of batch.entries()) {
      const of = judged[at] ?? null;
      if (of instanceof Error) throw of;
      if (of === null) continue;
      policyVersion = Math.max(policyVersion ?? 0, of.policy.version);
      needs.push(plannedNeed(row, of, limits, supplies));
    }
  }
  return { needs, policyVersion };
}

/** @param supplies those of earlier needs: each is kept once, however often it was read */
function plannedNeed(
  row: PlannedNeedXRow,
  { judgements, policy }: Judged,
  limits: CandidateLimits,
  supplies: Map<string, IndexedSupply>,
): PlannedNeed {
  const minScore = limits.minScore ?? policy.minScore;
  const passed = judgements.filter((judgement) => judgement.passed);
  const candidates = passed
    .filter(({ score }) => score >= minScore)
    .slice(0, limits.candidatesPerNeed)
    .map(({ need, supply: read, score, parts, fits }) => {
      const supply = supplies.get(read.id) ?? read;
      supplies.set(read.id, supply);
      return { need, supply, score, parts, fits };
    });
  return {
    id: row.id,
    title: row.title,
    urgency: URGENCIES[row.urgency] ?? 1,
    left: row.left,
    candidates,
    obstacle: candidates.length > 0 ? null : obstacleOf({ judgements, policy }, passed[0], minScore),
  };
}

function obstacleOf(judged: Judged, best: Judgement | undefined, minScore: number): Obstacle {
  const [absence] = explainAbsence(judged.judgements, judged.policy);
  if (absence !== undefined) {
    return { code: absence.code, message: absence.message, change: absence.change };
  }
  // Something passes every gate and the policy's bar, but not the bar of this plan.
  const score = (best?.score ?? 0).toFixed(2);
  return {
    code: "BELOW_MIN_SCORE",
    message: `最好的“${best?.supply.title ?? ""}”得 ${score} 分，低于这次要求的 ${minScore.toFixed(2)}。`,
    change: `把最低分放宽到 ${score}。`,
  };
}

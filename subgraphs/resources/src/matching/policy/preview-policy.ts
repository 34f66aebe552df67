import type { Clock } from "@gongjian/shared/clock";
import type { DataSource } from "typeorm";
import { judgeInTurns } from "../judge-in-turns.ts";
import type { Judgement, Part } from "../judge.ts";
import { isShown } from "../why-not.ts";
import { MatchPolicyPreview, type MatchPolicyEffect } from "./policy-preview.type.ts";
import type { MatchPolicy, Weights } from "./policy.ts";

/** Enough to see what changes, and few enough for one answer. */
const MOST_NEEDS = 200;
const MOST_CHANGES = 20;
/** What has not been tried by then is left out: the gateway waits three seconds. */
const BUDGET_MS = 2_000;

/** One need whose first candidate another policy changes. */
export interface PolicyChange {
  readonly effect: `${MatchPolicyEffect}`;
  readonly needId: string;
  /** The first candidate under the policy in force. */
  readonly before: Judgement | null;
  /** The first candidate under the policy that is tried, scored by it. */
  readonly after: Judgement | null;
}

export type PolicyPreview = MatchPolicyPreview & { readonly changes: readonly PolicyChange[] };

/** A choice of the county's needs that has nothing to do with when, where and by whom they were published. */
const SAMPLE = `
  select id, (count(*) over ())::integer as total from need
  where area_code >= $1 and area_code < $1 || 'z' and state = 'PUBLISHED'
  order by md5(id::text) limit ${MOST_NEEDS}`;

export interface TriedPolicy {
  readonly areaCode: string;
  readonly weights: Weights;
  readonly minScore: number;
}

/** Judges a sample of a county's needs under the policy in force and under another one. */
export async function previewPolicy(
  db: DataSource,
  clock: Clock,
  { areaCode, weights, minScore }: TriedPolicy,
): Promise<PolicyPreview> {
  const end = performance.now() + BUDGET_MS;
  const sample = await db.query<{ id: string; total: number }[]>(SAMPLE, [areaCode]);
  const changes: PolicyChange[] = [];
  let needs = 0;
  for await (const { id, judged } of judgeInTurns(
    db,
    clock,
    sample.map((need) => need.id),
  )) {
    needs += 1;
    if (judged !== null) {
      const tried = { version: judged.policy.version, weights, minScore };
      const before = firstUnder(judged.judgements, judged.policy);
      const after = firstUnder(judged.judgements, tried);
      const effect = effectOf(before, after);
      if (effect !== null) changes.push({ effect, needId: id, before, after });
    }
    if (performance.now() > end) break;
  }
  const count = (effect: PolicyChange["effect"]): number =>
    changes.filter((change) => change.effect === effect).length;
  return Object.assign(new MatchPolicyPreview(), {
    needs,
    ofNeeds: sample[0]?.total ?? 0,
    otherFirst: count("OTHER_FIRST"),
    gained: count("GAINED"),
    lost: count("LOST"),
    changes: changes.slice(0, MOST_CHANGES),
  });
}

function effectOf(before: Judgement | null, after: Judgement | null): PolicyChange["effect"] | null {
  if (before === null) return after === null ? null : "GAINED";
  if (after === null) return "LOST";
  return before.supply.id === after.supply.id ? null : "OTHER_FIRST";
}

/** The candidate that comes first under a policy, scored by it. Gates and fits do not depend on the policy. */
function firstUnder(judgements: readonly Judgement[], policy: MatchPolicy): Judgement | null {
  let first: Judgement | null = null;
  for (const judgement of judgements) {
    if (!judgement.passed) continue;
    const scored = scoredBy(judgement, policy.weights);
    if (isShown(scored, policy) && (first === null || isBefore(scored, first))) first = scored;
  }
  return first;
}

function scoredBy(judgement: Judgement, weights: Weights): Judgement {
  const parts = judgement.parts.map((part): Part => {
    const weight = weights[part.name];
    return { ...part, weight, points: rounded(weight * part.value) };
  });
  return { ...judgement, parts, score: rounded(parts.reduce((sum, { points }) => sum + points, 0)) };
}

/** As judged pairs are ranked. */
function isBefore(a: Judgement, b: Judgement): boolean {
  return a.score > b.score || (a.score === b.score && a.supply.id < b.supply.id);
}

function rounded(value: number): number {
  return Number(value.toFixed(12));
}

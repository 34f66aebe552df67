import type { TestCaller } from "@gongjian/shared/testing/subgraph";
import { BUILT_IN_POLICIES, POLICY_1, type MatchPolicy, type Weights } from "../policy.ts";

/** 宁国市, the county of the arranged lists. */
export const COUNTY = "341881";

export const REASON = "第三次联席会议决定";

/** In force where a county has none of its own. */
export const BUILT_IN: MatchPolicy = BUILT_IN_POLICIES.at(-1) ?? POLICY_1;

/** Everything counts as under the built-in policy, but for what the test says. */
export function weightsWith(change: Partial<Weights> = {}): Weights {
  return { ...BUILT_IN.weights, ...change };
}

export interface PolicyAnswer {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly sum?: number;
  readonly earliest?: string;
  readonly policy?: { readonly version: number; readonly state: string; readonly minScore: number };
}

let keys = 0;

/** What a new policy is asked with; each call has a key of its own. */
export function policyInput(change: object = {}): Record<string, unknown> {
  keys += 1;
  return {
    areaCode: COUNTY,
    weights: weightsWith(),
    minScore: 0.5,
    effectiveFrom: "2026-09-01",
    reason: REASON,
    idempotencyKey: `key ${keys}`,
    ...change,
  };
}

export function setPolicy(caller: TestCaller, input: object): ReturnType<typeof ask> {
  return ask(caller, "setMatchPolicy", input);
}

export function withdrawPolicy(
  caller: TestCaller,
  version: number,
  change: object = {},
): ReturnType<typeof ask> {
  keys += 1;
  const input = { areaCode: COUNTY, version, idempotencyKey: `key ${keys}`, ...change };
  return ask(caller, "withdrawMatchPolicy", input);
}

const ASK = {
  setMatchPolicy: `mutation ($input: SetMatchPolicyInput!) { setMatchPolicy(input: $input) {
    __typename ... on SetMatchPolicySuccess { policy { version state minScore } }
    ... on UserError { code message } ... on MatchWeightsNotOne { sum } ... on MatchPolicyBackdated { earliest } } }`,
  withdrawMatchPolicy: `mutation ($input: WithdrawMatchPolicyInput!) { withdrawMatchPolicy(input: $input) {
    __typename ... on WithdrawMatchPolicySuccess { policy { version state minScore } }
    ... on UserError { code message } } }`,
};

/** The answer, or the code of the error that came instead. */
async function ask(
  caller: TestCaller,
  mutation: keyof typeof ASK,
  input: object,
): Promise<{ answer: PolicyAnswer | null; code: unknown }> {
  const { data, errors } = await caller.query<Record<string, PolicyAnswer>>(ASK[mutation], { input });
  return { answer: data?.[mutation] ?? null, code: errors?.[0]?.extensions.code };
}

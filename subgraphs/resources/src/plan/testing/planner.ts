import type { Clock } from "@gongjian/shared/clock";
import { clockOf } from "@gongjian/shared/clock";
import { performHere, startWork } from "@gongjian/shared/events/work";
import { createLogger } from "@gongjian/shared/log";
import type { TestCaller } from "@gongjian/shared/testing/subgraph";
import { setTimeout as sleep } from "node:timers/promises";
import { longWork } from "../../long-work.ts";
import { FILLED_IN, type City } from "../../testing/city.ts";

export interface PlanSeen {
  readonly id: string;
  readonly state: string;
  readonly summary: string | null;
  readonly failureCode: string | null;
  readonly needCount: number | null;
  readonly servedCount: number | null;
  readonly isOptimal: boolean | null;
  readonly isPriced: boolean | null;
  readonly policyVersion: number | null;
  readonly requestedByRole: string;
  readonly progress: { readonly phase: string | null; readonly done: number; readonly of: number };
  readonly goals: readonly {
    readonly goal: string;
    readonly value: number;
    readonly message: string;
    readonly costs: readonly { readonly goal: string; readonly givenUp: number; readonly message: string }[];
  }[];
  readonly unitCapCosts: readonly {
    readonly goal: string;
    readonly givenUp: number;
    readonly message: string;
  }[];
  readonly fairness: {
    readonly unitsWithMatch: number;
    readonly unitsActive: number;
    readonly largestLoad: number;
    readonly largestShare: number;
    readonly gini: number;
  } | null;
  readonly lines: { readonly nodes: readonly LineSeen[] };
  readonly unserved: {
    readonly nodes: readonly {
      readonly need: { title: string } | null;
      readonly code: string;
      readonly message: string;
    }[];
  };
  readonly loads: {
    readonly nodes: readonly { readonly ownerName: string; readonly needs: number; readonly able: number }[];
  };
}

export interface LineSeen {
  readonly need: { readonly externalId: string; readonly title: string } | null;
  readonly supply: { readonly __typename: string; readonly title?: string } | null;
  readonly ownerName: string;
  readonly amount: number | null;
  readonly unitOfMeasure: string | null;
  readonly month: string | null;
  readonly score: number;
  readonly reasons: readonly string[];
}

export const PLAN = `id state summary failureCode needCount servedCount isOptimal isPriced policyVersion requestedByRole
  progress { phase done of }
  goals { goal value message costs { goal givenUp message } } unitCapCosts { goal givenUp message }
  fairness { unitsWithMatch unitsActive largestLoad largestShare gini }
  lines(first: 100) { nodes { need { externalId title } supply { __typename ... on Resource { title } }
    ownerName amount unitOfMeasure month score reasons } }
  unserved(first: 100) { nodes { need { title } code message } }
  loads(first: 100) { nodes { ownerName needs able } }`;

export interface Asked {
  readonly plan?: { readonly id: string; readonly state: string };
  readonly code?: string;
}

/** What a secretariat asks for; the answer is the plan that waits, or a refusal. */
export async function askForPlan(caller: TestCaller, input: Record<string, unknown>): Promise<Asked> {
  const { data, errors } = await caller.query<{ planMatches: Asked }>(
    `mutation ($input: PlanMatchesInput!) { planMatches(input: $input) {
       ... on PlanMatchesSuccess { plan { id state } } ... on UserError { code message }
       ... on MatchPlanUnderWay { plan { id } } } }`,
    { input },
  );
  if (data === undefined || data === null) throw new Error(JSON.stringify(errors));
  return data.planMatches;
}

export async function seePlan(caller: TestCaller, id: string | undefined): Promise<PlanSeen | null> {
  const { data, errors } = await caller.query<{ matchPlan: PlanSeen | null }>(
    `query ($id: ID!) { matchPlan(id: $id) { ${PLAN} } }`,
    { id },
  );
  if (data === undefined || data === null || errors !== undefined) throw new Error(JSON.stringify(errors));
  return data.matchPlan;
}

/** Asks again until the plan has come to an end. */
export async function untilEnded(caller: TestCaller, id: string | undefined): Promise<PlanSeen> {
  for (let tries = 0; tries < 400; tries++) {
    const plan = await seePlan(caller, id);
    if (plan !== null && !["QUEUED", "RUNNING"].includes(plan.state)) return plan;
    await sleep(50);
  }
  throw new Error("The plan does not come to an end.");
}

/** What does the work of the subgraph, as its process has it beside the server. */
export function startPlanner(
  city: City,
  clock: Clock = clockOf(() => new Date(`${FILLED_IN}T09:00:00+08:00`)),
): Promise<{ stop(): Promise<void> }> {
  const log = createLogger("test", process.env.LOG_LEVEL ?? "silent");
  const perform = performHere(longWork, { db: city.appDb, clock, log });
  return startWork({ jobsUrl: city.jobsUrl, log, perform });
}

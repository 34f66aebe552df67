import type { WorkScope } from "@gongjian/shared/events/work";
import { setTimeout as sleep } from "node:timers/promises";
import { collectCandidates } from "./collect-candidates.ts";
import { describePlan } from "./explain/describe-plan.ts";
import { explainUnserved } from "./explain/explain-unserved.ts";
import { loadsOf } from "./explain/loads.ts";
import { buildProblem, type PlanModel } from "./model/build-problem.ts";
import { linesOf, readAssignments } from "./model/read-lines.ts";
import { PlanCalledOff, PlanJournal, type PlanOrder } from "./plan-journal.ts";
import { plan } from "./solver/plan.ts";
import type { GoalValues, PlanResult } from "./solver/problem.ts";
import { storeFound } from "./store-found.ts";

/** To say what goals cost takes a further solution for each: beyond so many needs it is left out. */
const MOST_PRICED = 2_000;
const LONGEST_MS = 5 * 60_000;
/** How often it is asked whether somebody called the plan off while it is solved. */
const WATCH_MS = 500;

class TimedOut extends Error {}

/**
 * Makes a plan that was asked for. It is made up to its end, or nothing of it is kept; a plan that is not waiting any
 * more is left as it is.
 */
export async function runPlan({ db, clock, log, signal }: WorkScope, planId: string): Promise<void> {
  const journal = new PlanJournal(db, planId);
  const order = await journal.begin(clock.now());
  if (order === null) return;
  const limit = new AbortController();
  const timer = setTimeout(() => {
    limit.abort(new TimedOut());
  }, LONGEST_MS);
  try {
    await makePlan({ db, clock, log, signal: AbortSignal.any([signal, limit.signal]) }, journal, order);
  } catch (error) {
    if (error instanceof PlanCalledOff) return;
    if (signal.aborted) {
      await journal.putBack();
      return;
    }
    log.error({ err: error, planId }, "a plan failed");
    await journal.fail(error instanceof TimedOut ? "PLAN_TIMED_OUT" : "PLAN_FAILED", clock.now());
  } finally {
    clearTimeout(timer);
  }
}

async function makePlan(scope: WorkScope, journal: PlanJournal, order: PlanOrder): Promise<void> {
  const { db, clock, log, signal } = scope;
  const startedAt = performance.now();
  const collected = await collectCandidates(db, clock, order, async (done, of) => {
    signal.throwIfAborted();
    await journal.note("COLLECTING", done, of);
  });
  const model = buildProblem(collected, { today: clock.today(), openOn: order.openOn });
  const collectedAt = performance.now();
  const solution = await solve(model, order, journal, signal);
  const durations = {
    collecting: Math.round(collectedAt - startedAt),
    solving: Math.round(performance.now() - collectedAt),
  };
  const given = readAssignments(model, solution.result.assignments);
  const loads = loadsOf(model, given);
  const outcome = describePlan({ model, ...order, ...solution, given, loads }, durations);
  await journal.note("STORING", 0, given.length);
  await journal.finish({ finishedAt: clock.now(), policyVersion: collected.policyVersion, outcome }, (tx) =>
    storeFound(tx, order.id, {
      lines: linesOf(given),
      unserved: explainUnserved(model, given, order.unitCap),
      loads,
    }),
  );
  const { needs, edges } = model.problem;
  log.info({ planId: order.id, needs: needs.length, edges: edges.length, ...durations }, "a plan is made");
}

interface Solution {
  readonly result: PlanResult;
  readonly priced: boolean;
  readonly uncapped: GoalValues | null;
}

/** Solves, and where the plan is small enough says what goals and cap cost. */
async function solve(
  { problem }: PlanModel,
  { goals, unitCap }: PlanOrder,
  journal: PlanJournal,
  outer: AbortSignal,
): Promise<Solution> {
  const watch = new Watch(journal, outer);
  const priced = problem.needs.length <= MOST_PRICED;
  const { signal } = watch;
  try {
    const result = await plan(problem, { goals, unitCap, priced, signal, onProgress: watch.onProgress });
    const uncapped =
      priced && unitCap !== null
        ? (await plan(problem, { goals, priced: false, signal, onProgress: watch.onProgress })).values
        : null;
    return { result, priced, uncapped };
  } finally {
    await watch.stop();
  }
}

/** Writes down how far the solver is and hears whether the plan was called off. */
class Watch {
  readonly signal: AbortSignal;
  private readonly ended = new AbortController();
  private readonly calledOff = new AbortController();
  private readonly watching: Promise<void>;
  private progress: readonly [done: number, of: number] = [0, 0];

  constructor(journal: PlanJournal, outer: AbortSignal) {
    this.signal = AbortSignal.any([outer, this.calledOff.signal]);
    this.watching = this.watch(journal);
  }

  readonly onProgress = (done: number, of: number): void => {
    this.progress = [done, of];
  };

  async stop(): Promise<void> {
    this.ended.abort();
    await this.watching;
  }

  private async watch(journal: PlanJournal): Promise<void> {
    try {
      while (!this.ended.signal.aborted) {
        await journal.note("SOLVING", ...this.progress);
        await sleep(WATCH_MS, undefined, { signal: this.ended.signal });
      }
    } catch (error) {
      if (!this.ended.signal.aborted) this.calledOff.abort(error);
    }
  }
}

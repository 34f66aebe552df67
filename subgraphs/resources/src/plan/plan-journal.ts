import { asSystem } from "@gongjian/shared/database/viewer-transaction";
import { requestWork } from "@gongjian/shared/events/work";
import type { DataSource, EntityManager } from "typeorm";
import { IS_ABANDONED } from "./match-plan.loader.ts";
import type { MatchPlanRow } from "./match-plan.row.ts";

/** The name under which the job is known. */
export const MAKE_PLAN = "makeMatchPlan";

/** Asks for the job in the caller's transaction. */
export function requestPlan(tx: EntityManager, planId: string): Promise<void> {
  return requestWork(tx, { work: MAKE_PLAN, payload: { planId } });
}

/** What a job was asked to plan. */
export type PlanOrder = Pick<
  MatchPlanRow,
  "id" | "areaCode" | "goals" | "unitCap" | "candidatesPerNeed" | "minScore" | "openOn"
>;

export type PlanPhase = NonNullable<MatchPlanRow["phase"]>;

/** Thrown into the work of a plan that somebody called off. */
export class PlanCalledOff extends Error {}

/** Often enough for whoever watches, seldom enough to cost nothing. */
const BETWEEN_NOTES_MS = 400;

/** The state of a plan while it is made. Each method writes only while the plan is running. */
export class PlanJournal {
  private readonly db: DataSource;
  private readonly planId: string;
  private notedAt = 0;

  constructor(db: DataSource, planId: string) {
    this.db = db;
    this.planId = planId;
  }

  /** Takes the plan up; null when there is nothing to do any more. */
  async begin(now: Date): Promise<PlanOrder | null> {
    const [rows] = await this.write<PlanOrder[]>(
      `update match_plan p set state = 'RUNNING', phase = 'COLLECTING', done = 0, total = 0, snapshot_at = $2,
         started_at = coalesce(started_at, $2), heartbeat_at = now()
       where p.id = $1 and p.state = 'QUEUED' and not ${IS_ABANDONED}
       returning id, area_code as "areaCode", goals, unit_cap as "unitCap",
         candidates_per_need as "candidatesPerNeed", min_score as "minScore", open_on as "openOn"`,
      [now.toISOString()],
    );
    return rows[0] ?? null;
  }

  /** @throws PlanCalledOff where the plan is not running any more */
  async note(phase: PlanPhase, done: number, total: number): Promise<void> {
    const now = performance.now();
    if (done > 0 && now - this.notedAt < BETWEEN_NOTES_MS) return;
    this.notedAt = now;
    const [, count] = await this.write(
      `update match_plan set phase = $2, done = $3, total = $4, heartbeat_at = now()
       where id = $1 and state = 'RUNNING'`,
      [phase, Math.min(done, total), total],
    );
    if (count === 0) throw new PlanCalledOff();
  }

  /** Keeps what was found, all or nothing. @throws PlanCalledOff */
  async finish(
    row: Pick<MatchPlanRow, "finishedAt" | "policyVersion" | "outcome">,
    store: (tx: EntityManager) => Promise<void>,
  ): Promise<void> {
    await asSystem(this.db, async (tx) => {
      const locked = await tx.query<object[]>(
        `select from match_plan where id = $1 and state = 'RUNNING' for update`,
        [this.planId],
      );
      if (locked.length === 0) throw new PlanCalledOff();
      await store(tx);
      await tx.query(
        `update match_plan set state = 'DONE', phase = null, done = total, finished_at = $2, policy_version = $3,
           outcome = $4 where id = $1`,
        [this.planId, row.finishedAt?.toISOString(), row.policyVersion, JSON.stringify(row.outcome)],
      );
    });
  }

  async fail(code: string, now: Date): Promise<void> {
    await this.write(
      `update match_plan set state = 'FAILED', phase = null, failure_code = $2, finished_at = $3
       where id = $1 and state = 'RUNNING'`,
      [code, now.toISOString()],
    );
  }

  /** The process is to stop: the plan is asked for anew. */
  async putBack(): Promise<void> {
    await asSystem(this.db, async (tx) => {
      const [, count] = await tx.query<[object[], number]>(
        `update match_plan set state = 'QUEUED', phase = null, done = 0, total = 0, heartbeat_at = now()
         where id = $1 and state = 'RUNNING'`,
        [this.planId],
      );
      if (count > 0) await requestPlan(tx, this.planId);
    });
  }

  private write<Rows>(sql: string, parameters: readonly unknown[]): Promise<[Rows, number]> {
    return asSystem(this.db, (tx) => tx.query<[Rows, number]>(sql, [this.planId, ...parameters]));
  }
}

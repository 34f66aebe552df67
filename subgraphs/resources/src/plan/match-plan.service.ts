import type { Clock } from "@gongjian/shared/clock";
import type { Connection, PageArgs } from "@gongjian/shared/connection";
import { isKnownArea } from "@gongjian/shared/database/known-area";
import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { badInput, notFound } from "@gongjian/shared/errors";
import { isId, newId } from "@gongjian/shared/id";
import { once } from "@gongjian/shared/request-key";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise, may, type Viewer } from "@gongjian/shared/viewer";
import type { DataSource, EntityManager } from "typeorm";
import type { CommitteeStub } from "../committee/committee.stub.ts";
import { MOST_NEEDS } from "./collect-candidates.ts";
import {
  CancelMatchPlanSuccess,
  FairBeforeServed,
  MatchPlanFinished,
  MatchPlanUnderWay,
  PlanMatchesSuccess,
  TooManyNeedsToPlan,
  type CancelMatchPlanInput,
  type PlanMatchesInput,
} from "./match-plan-changes.type.ts";
import {
  createPlansOfAreaLoader,
  createPlansOfCommitteeLoader,
  IS_ABANDONED,
  MATCH_PLAN_COLUMNS,
  type MatchPlanView,
} from "./match-plan.loader.ts";
import { requestPlan } from "./plan-journal.ts";
import { PLANNED_NEEDS_COUNT } from "./planned-needs.sql.ts";

/** Asking for plans, calling them off, reading them: for those who run the committees of the area. */
export class MatchPlanService {
  constructor(
    private readonly db: DataSource,
    private readonly viewer: Viewer,
    private readonly clock: Clock,
  ) {}

  async plan(input: PlanMatchesInput): Promise<PlanMatchesSuccess> {
    const { viewer, clock } = this;
    const { idempotencyKey: key, ...asked } = input;
    authorise(viewer, "matchPlan.make", asked);
    checkGoals(asked.goals);
    return asViewer(this.db, viewer, async (tx) => {
      const { planId } = await once(
        tx,
        { viewer, clock },
        { operation: "planMatches", key, input: [asked] },
        async () => ({ planId: await this.#order(tx, asked) }),
      );
      return new PlanMatchesSuccess(await readPlan(tx, planId));
    });
  }

  /** What was made already stays; a job that is at work stops within a second. */
  async cancel({ planId }: CancelMatchPlanInput): Promise<CancelMatchPlanSuccess> {
    const { viewer, clock } = this;
    authorise(viewer, "matchPlan.make");
    return asViewer(this.db, viewer, async (tx) => {
      authorise(viewer, "matchPlan.make", await readPlan(tx, planId));
      await tx.query(
        `update match_plan p set state = 'CANCELLED', phase = null, finished_at = $2
         where p.id = $1 and p.state in ('QUEUED', 'RUNNING') and not ${IS_ABANDONED}`,
        [planId, clock.now().toISOString()],
      );
      const plan = await readPlan(tx, planId);
      if (plan.state !== "CANCELLED") throw new Rejection(new MatchPlanFinished());
      return new CancelMatchPlanSuccess(plan);
    });
  }

  /** Null for an unknown plan, and for one of an area that is not the viewer's. */
  async find(id: string): Promise<MatchPlanView | null> {
    authorise(this.viewer, "matchPlan.read");
    if (!isId(id)) return null;
    const plan = await findPlan(this.db, id);
    return plan !== null && may(this.viewer, "matchPlan.read", plan) ? plan : null;
  }

  async ofArea(areaCode: string, page: PageArgs): Promise<Connection<MatchPlanView>> {
    if (!/^\d{1,18}$/.test(areaCode)) throw badInput("areaCode 不是有效的区域代码。");
    authorise(this.viewer, "matchPlan.read", { areaCode });
    return createPlansOfAreaLoader(this.db).load(areaCode, page);
  }

  async ofCommittee({ id, area }: CommitteeStub, page: PageArgs): Promise<Connection<MatchPlanView>> {
    const areaCode = area?.code ?? "";
    authorise(this.viewer, "matchPlan.read", { areaCode });
    return createPlansOfCommitteeLoader(this.db).load(`${areaCode}|${id.toLowerCase()}`, page);
  }

  async #order(tx: EntityManager, asked: Omit<PlanMatchesInput, "idempotencyKey">): Promise<string> {
    const { viewer, clock } = this;
    const { areaCode, openOn = null } = asked;
    if (!(await isKnownArea(tx, areaCode))) throw notFound("这个区域");
    await refuseSecond(tx, areaCode);
    const [needs] = await tx.query<{ count: number }[]>(PLANNED_NEEDS_COUNT, [areaCode, openOn, MOST_NEEDS]);
    if ((needs?.count ?? 0) > MOST_NEEDS) throw new Rejection(new TooManyNeedsToPlan(MOST_NEEDS));
    const planId = newId();
    await tx.query(
      `insert into match_plan (id, area_code, committee_id, goals, unit_cap, candidates_per_need, min_score, open_on,
         requested_by, requested_by_role, requested_at, heartbeat_at, state, done, total)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now(), 'QUEUED', 0, 0)`,
      [
        planId,
        areaCode,
        asked.committeeId ?? null,
        asked.goals,
        asked.unitCap ?? null,
        asked.candidatesPerNeed,
        asked.minScore ?? null,
        openOn,
        viewer.subject,
        viewer.role,
        clock.now().toISOString(),
      ],
    );
    await requestPlan(tx, planId);
    return planId;
  }
}

/** @throws Rejection FAIR_BEFORE_SERVED. That goals are named, each once, the input says. */
function checkGoals(goals: PlanMatchesInput["goals"]): void {
  const fair = goals.indexOf("FAIR");
  if (fair >= 0 && !goals.slice(0, fair).includes("SERVED")) throw new Rejection(new FairBeforeServed());
}

/** One plan of an area at a time; one whose process died is in nobody's way. @throws Rejection PLAN_UNDER_WAY */
async function refuseSecond(tx: EntityManager, areaCode: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('match_plan:' || $1, 0))`, [areaCode]);
  await tx.query(
    `update match_plan p set state = 'FAILED', phase = null, failure_code = 'PLAN_ABANDONED',
       finished_at = p.heartbeat_at where p.area_code = $1 and ${IS_ABANDONED}`,
    [areaCode],
  );
  const [underWay] = await tx.query<MatchPlanView[]>(
    `select ${MATCH_PLAN_COLUMNS} from match_plan p where p.area_code = $1 and p.state in ('QUEUED', 'RUNNING')`,
    [areaCode],
  );
  if (underWay !== undefined) throw new Rejection(new MatchPlanUnderWay(underWay));
}

/** @throws NOT_FOUND */
async function readPlan(tx: EntityManager, id: string): Promise<MatchPlanView> {
  const plan = await findPlan(tx, id);
  if (plan === null) throw notFound("这份方案");
  return plan;
}

async function findPlan(db: Pick<EntityManager, "query">, id: string): Promise<MatchPlanView | null> {
  const [plan] = await db.query<MatchPlanView[]>(
    `select ${MATCH_PLAN_COLUMNS} from match_plan p where p.id = $1`,
    [id],
  );
  return plan ?? null;
}

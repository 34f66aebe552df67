import { byId, createPageLoader, type ListOfParent, type PageLoader } from "@gongjian/shared/page-loader";
import type { DataSource } from "typeorm";
import type { MatchPlanLineRow } from "./match-plan-line.row.ts";
import type { MatchPlanLoadRow } from "./match-plan-load.row.ts";
import type { MatchPlanUnservedRow } from "./match-plan-unserved.row.ts";
import type { MatchPlanRow } from "./match-plan.row.ts";

/** A plan as it is read. One whose process died without a word reads as failed. */
export type MatchPlanView = Omit<MatchPlanRow, "goals" | "requestedBy" | "heartbeatAt"> & {
  readonly goalOrder: MatchPlanRow["goals"];
};

/**
 * Whether nobody makes plan `p` any more, by the database's own clock: a working one is heard of twice a second, and
 * one that waits for an hour was lost with its job.
 */
export const IS_ABANDONED = `(p.state = 'RUNNING' and p.heartbeat_at < now() - interval '60 seconds'
  or p.state = 'QUEUED' and p.heartbeat_at < now() - interval '1 hour')`;

/** For `from match_plan p`. */
export const MATCH_PLAN_COLUMNS = `
  p.id, p.area_code as "areaCode", p.committee_id as "committeeId", p.goals as "goalOrder", p.unit_cap as "unitCap",
  p.candidates_per_need as "candidatesPerNeed", p.min_score as "minScore", p.open_on as "openOn",
  p.requested_by_role as "requestedByRole", p.requested_at as "requestedAt", p.started_at as "startedAt",
  p.finished_at as "finishedAt", p.policy_version as "policyVersion", p.snapshot_at as "snapshotAt", p.outcome,
  case when ${IS_ABANDONED} then 'FAILED' else p.state end as state,
  case when ${IS_ABANDONED} then 'PLAN_ABANDONED' else p.failure_code end as "failureCode",
  case when ${IS_ABANDONED} then null else p.phase end as phase, p.done, p.total`;

const NEWEST_FIRST = { ...byId<MatchPlanView>("p"), direction: "desc" } as const;

/** By area code: plans of the area and everything below it, newest first. */
export function createPlansOfAreaLoader(db: DataSource): PageLoader<MatchPlanView> {
  return createPageLoader<MatchPlanView>(db, {
    columns: MATCH_PLAN_COLUMNS,
    from: "match_plan p",
    belongs: "p.area_code >= page.parent and p.area_code < page.parent || 'z'",
    parent: "text",
    order: NEWEST_FIRST,
  });
}

/** By `areaCode|committeeId`: plans of the committee's own area that are not another committee's, newest first. */
export function createPlansOfCommitteeLoader(db: DataSource): PageLoader<MatchPlanView> {
  return createPageLoader<MatchPlanView>(db, {
    columns: MATCH_PLAN_COLUMNS,
    from: "match_plan p",
    belongs: `p.area_code = split_part(page.parent, '|', 1)
      and coalesce(p.committee_id::text = split_part(page.parent, '|', 2), true)`,
    parent: "text",
    order: NEWEST_FIRST,
  });
}

/** By plan id. */
export function createPlanLinesLoader(db: DataSource): PageLoader<MatchPlanLineRow> {
  return createPageLoader<MatchPlanLineRow>(db, {
    columns: `l.plan_id as "planId", l.position, l.need_id as "needId", l.supply_id as "supplyId",
      l.supply_kind as "supplyKind", l.unit_id as "unitId", l.owner_name as "ownerName", l.amount,
      l.unit_of_measure as "unitOfMeasure", l.month, l.score, l.reasons`,
    from: "match_plan_line l",
    belongs: "l.plan_id = page.parent",
    ...byPosition("l"),
  });
}

/** By plan id. */
export function createPlanUnservedLoader(db: DataSource): PageLoader<MatchPlanUnservedRow> {
  return createPageLoader<MatchPlanUnservedRow>(db, {
    columns: `u.plan_id as "planId", u.position, u.need_id as "needId", u.code, u.message, u.change`,
    from: "match_plan_unserved u",
    belongs: "u.plan_id = page.parent",
    ...byPosition("u"),
  });
}

/** By plan id. */
export function createPlanLoadsLoader(db: DataSource): PageLoader<MatchPlanLoadRow> {
  return createPageLoader<MatchPlanLoadRow>(db, {
    columns: `l.plan_id as "planId", l.position, l.unit_id as "unitId", l.owner_name as "ownerName", l.needs, l.able,
      l.share`,
    from: "match_plan_load l",
    belongs: "l.plan_id = page.parent",
    ...byPosition("l"),
  });
}

function byPosition(alias: string): Pick<ListOfParent<{ readonly position: number }>, "parent" | "order"> {
  return {
    parent: "uuid",
    order: { column: `${alias}.position`, field: "position", type: "integer", direction: "asc" },
  };
}

import { createPageLoader, type PageLoader } from "@gongjian/shared/page-loader";
import type { ViewerQueries } from "../viewer-queries.ts";
import type { FilingList, FilingRoundState } from "./filing-list.ts";
import { FILINGS, IS_LATE, IS_MISSING } from "./filing.sql.ts";

/** A round as it stands, with its numbers. */
export interface FilingRoundView {
  readonly id: string;
  readonly committeeId: string;
  readonly name: string;
  readonly lists: FilingList[];
  readonly opensOn: string;
  readonly dueOn: string;
  readonly closedAt: Date | null;
  readonly state: FilingRoundState;
  /** The committee's. */
  readonly areaCode: string;
  readonly dutiesCount: number;
  readonly filedCount: number;
  readonly onTimeCount: number;
}

export type FilingRoundPages = PageLoader<FilingRoundView>;

/** `CURRENT`: open, and its first day has come. */
export type WhichRounds = FilingRoundState | "EVERY" | "CURRENT";

export const ROUND_COLUMNS = `round.id, round.committee_id as "committeeId", round.name, round.lists,
  round.opens_on as "opensOn", round.due_on as "dueOn", round.closed_at as "closedAt",
  case when round.closed_at is null then 'OPEN' else 'CLOSED' end as state, committee.area_code as "areaCode",
  duties.total as "dutiesCount", duties.filed as "filedCount", duties.on_time as "onTimeCount"`;

export const ROUNDS = `filing_round round join committee on committee.id = round.committee_id
  cross join lateral (
    select count(*)::integer as total,
      count(*) filter (where missing = 0)::integer as filed,
      count(*) filter (where missing = 0 and late = 0)::integer as on_time
    from (
      select count(*) filter (where ${IS_MISSING}) as missing, count(*) filter (where ${IS_LATE}) as late
      from ${FILINGS} where f.round_id = round.id group by f.organisation_id
    ) unit
  ) duties`;

/** The rounds of committees, newest first, as row security shows them to the viewer. */
export function createRoundsLoader(db: ViewerQueries, which: WhichRounds, today: string): FilingRoundPages {
  const conditions: Record<WhichRounds, string> = {
    EVERY: "",
    OPEN: " and round.closed_at is null",
    CLOSED: " and round.closed_at is not null",
    CURRENT: ` and round.closed_at is null and round.opens_on <= date '${today}'`,
  };
  return createPageLoader<FilingRoundView>(db, {
    columns: ROUND_COLUMNS,
    from: ROUNDS,
    belongs: `round.committee_id = page.parent${conditions[which]}`,
    parent: "uuid",
    order: { column: "round.id", field: "id", type: "uuid", direction: "desc" },
  });
}

import { byId, createPageLoader, type PageLoader } from "@gongjian/shared/page-loader";
import type { ViewerQueries } from "../viewer-queries.ts";
import type { FilingList, FilingState } from "./filing-list.ts";
import type { FilingReminderRow } from "./filing-reminder.row.ts";
import { FILINGS, IS_LATE, IS_MISSING } from "./filing.sql.ts";

/** One list that one unit has to file in a round, and what became of it. */
export interface FilingView {
  readonly id: string;
  readonly organisationId: string;
  readonly list: FilingList;
  readonly state: FilingState;
  readonly filedAt: Date | null;
  readonly publicationId: string | null;
  readonly roundId: string;
  readonly roundName: string;
  readonly committeeId: string;
  readonly opensOn: string;
  readonly dueOn: string;
}

export type FilingPages = PageLoader<FilingView>;
export type ReminderPages = PageLoader<FilingReminderRow>;

const FILING_COLUMNS = `f.id, f.organisation_id as "organisationId", f.list,
  case when ${IS_MISSING} then 'SILENT' when ${IS_LATE} then 'LATE' else 'FILED' end as state,
  p.published_at as "filedAt", p.publication_id as "publicationId", r.id as "roundId",
  r.name as "roundName", r.committee_id as "committeeId", r.opens_on as "opensOn", r.due_on as "dueOn"`;

const PARENTS = { round: "f.round_id", unit: "f.organisation_id" };

const CONDITIONS: Record<FilingState, string> = {
  SILENT: IS_MISSING,
  LATE: IS_LATE,
  FILED: `not (${IS_MISSING}) and not (${IS_LATE})`,
};

/** The filings of rounds or of units: all, or those in one state. */
export function createFilingsLoader(
  db: ViewerQueries,
  parent: "round" | "unit",
  state: FilingState | null,
): FilingPages {
  return createPageLoader<FilingView>(db, {
    columns: FILING_COLUMNS,
    from: FILINGS,
    belongs: `${PARENTS[parent]} = page.parent${state === null ? "" : ` and ${CONDITIONS[state]}`}`,
    parent: "uuid",
    order: byId("f"),
  });
}

/** The columns of `FilingReminderRow` under its property names. */
export const REMINDER_COLUMNS = `reminder.id, reminder.round_id as "roundId",
  reminder.organisation_id as "organisationId", reminder.lists, reminder.day, reminder.origin,
  reminder.sent_by as "sentBy", reminder.sent_at as "sentAt",
  reminder.acknowledged_by as "acknowledgedBy", reminder.acknowledged_at as "acknowledgedAt"`;

/** The reminders that named a filing's list. */
export function createRemindersLoader(db: ViewerQueries): ReminderPages {
  return createPageLoader<FilingReminderRow>(db, {
    columns: REMINDER_COLUMNS,
    from: `filing_reminder reminder join list_filing f
      on f.round_id = reminder.round_id and f.organisation_id = reminder.organisation_id
        and f.list = any(reminder.lists)`,
    belongs: "f.id = page.parent",
    parent: "uuid",
    order: byId("reminder"),
  });
}

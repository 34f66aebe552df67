import { createPageLoader, type PageLoader } from "@gongjian/shared/page-loader";
import type { SeatRow } from "../committee/seat.row.ts";
import type { ViewerQueries } from "../viewer-queries.ts";
import type { FilingList } from "./filing-list.ts";
import { missingLists } from "./filing.sql.ts";

/** A unit that still owes lists in a round. */
export interface SilentUnitView {
  readonly organisationId: string;
  readonly missingLists: FilingList[];
  /** Its seat on the round's committee: the open one, otherwise the last. */
  readonly contactSeat: SeatRow | null;
  readonly remindersCount: number;
  readonly lastRemindedOn: string | null;
}

export type SilentUnitPages = PageLoader<SilentUnitView>;

const SEAT = `(
  select json_build_object('id', id, 'committeeId', committee_id, 'organisationId', organisation_id,
    'role', role, 'state', state, 'since', since, 'until', until)
  from seat
  where committee_id = (select committee_id from filing_round where id = page.parent)
    and organisation_id = silent.organisation_id
  order by state = 'ENDED', id desc limit 1
)`;

const WAS_SILENT_BEFORE = `exists (
  select from (${missingLists(`(
    select earlier.id from filing_round earlier join filing_round this
      on this.id = page.parent and earlier.committee_id = this.committee_id
        and (earlier.due_on, earlier.id) < (this.due_on, this.id)
    order by earlier.due_on desc, earlier.id desc limit 1
  )`)}) before
  where before.organisation_id = silent.organisation_id
)`;

/** The silent units of rounds: every one, or those that were silent in the committee's last round too. */
export function createSilentUnitsLoader(db: ViewerQueries, which: "every" | "twice"): SilentUnitPages {
  return createPageLoader<SilentUnitView>(db, {
    columns: `silent.organisation_id as "organisationId", silent.missing as "missingLists",
      ${SEAT} as "contactSeat", reminded.times as "remindersCount", reminded.last as "lastRemindedOn"`,
    from: `(${missingLists("page.parent")}) silent
      cross join lateral (
        select count(*)::integer as times, max(day) as last from filing_reminder
        where round_id = page.parent and organisation_id = silent.organisation_id
      ) reminded`,
    belongs: which === "every" ? "true" : WAS_SILENT_BEFORE,
    parent: "uuid",
    order: {
      column: "silent.organisation_id",
      field: "organisationId",
      type: "uuid",
      direction: "asc",
    },
  });
}

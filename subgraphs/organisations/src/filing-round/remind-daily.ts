import { asSystem } from "@gongjian/shared/database/viewer-transaction";
import type { DailyScope } from "@gongjian/shared/subgraph/define-subgraph";
import { FILINGS, IS_MISSING } from "./filing.sql.ts";
import { sendReminders, type Debtor } from "./send-reminders.ts";

/** Days before the due date on which silent units are reminded without anybody asking. */
const EARLY_DAYS = 7;
const LAST_DAYS = 1;

// A unit that was reminded since the milestone needs no other one; so a day on which the job did not run is
// made up for, and running it twice changes nothing.
const DEBTORS = `
  select f.round_id as "roundId", f.organisation_id as "organisationId",
    array_agg(f.list order by array_position(r.lists, f.list)) as missing
  from ${FILINGS}
  where r.closed_at is null and r.opens_on <= $1::date
    and $1::date between r.due_on - ${EARLY_DAYS} and r.due_on
    and ${IS_MISSING}
    and not exists (
      select from filing_reminder reminder
      where reminder.round_id = f.round_id and reminder.organisation_id = f.organisation_id
        and reminder.day >= r.due_on - (
          case when $1::date >= r.due_on - ${LAST_DAYS} then ${LAST_DAYS} else ${EARLY_DAYS} end
        )
    )
  group by f.round_id, f.organisation_id
`;

/** Reminds the silent units of open rounds 7 days and 1 day before the due date. */
export async function remindDaily({ db, clock, log }: DailyScope): Promise<void> {
  const day = clock.today();
  const sent = await asSystem(db, async (tx) =>
    sendReminders(tx, await tx.query<Debtor[]>(DEBTORS, [day]), {
      origin: "AUTOMATIC",
      sentBy: "service:organisations",
      sentAt: clock.now(),
      day,
    }),
  );
  if (sent > 0) log.info({ sent }, "silent units reminded");
}

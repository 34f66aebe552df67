import { asSystem } from "@gongjian/shared/database/viewer-transaction";
import { newId } from "@gongjian/shared/id";
import type { DailyScope } from "@gongjian/shared/subgraph/define-subgraph";
import type { EntityManager } from "typeorm";
import { NOTICES_TO_GIVE } from "./listing-notice.sql.ts";

const NOTICES_PER_TRANSACTION = 1_000;
/** Put away or long past, a notice is of no use to anybody. */
const KEPT_DAYS = 400;

/**
 * Tells units of lines that end in 7 days or tomorrow, and of those to be confirmed. Each notice is given
 * once, however often and wherever this runs; what was missed is made up for.
 */
export async function giveNotices({ db, clock }: Pick<DailyScope, "db" | "clock">): Promise<void> {
  for (;;) {
    const given = await asSystem(db, (tx) => giveSome(tx, clock.now(), clock.today()));
    if (given < NOTICES_PER_TRANSACTION) break;
  }
  await asSystem(db, (tx) =>
    tx.query(`delete from listing_notice where due_on < $1::date - ${KEPT_DAYS}`, [clock.today()]),
  );
}

interface NoticeToGive {
  readonly unitId: string;
  readonly list: string;
  readonly rowId: string;
  readonly kind: string;
  readonly dueOn: string;
}

async function giveSome(tx: EntityManager, now: Date, today: string): Promise<number> {
  await tx.query("set local statement_timeout = '60s'");
  const notices = await tx.query<NoticeToGive[]>(NOTICES_TO_GIVE, [today, NOTICES_PER_TRANSACTION]);
  if (notices.length === 0) return 0;
  await tx.query(
    `insert into listing_notice (id, unit_id, list, row_id, kind, due_on, noticed_at)
     select id, "unitId", list, "rowId", kind, "dueOn", $2
     from jsonb_to_recordset($1)
       as r (id uuid, "unitId" uuid, list text, "rowId" uuid, kind text, "dueOn" date)
     on conflict (row_id, kind, due_on) do nothing`,
    [JSON.stringify(notices.map((notice) => ({ id: newId(), ...notice }))), now.toISOString()],
  );
  return notices.length;
}

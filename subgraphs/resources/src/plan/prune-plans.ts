import { asSystem } from "@gongjian/shared/database/viewer-transaction";
import type { DataSource } from "typeorm";

/** For how long a plan can be read. */
const PLAN_DAYS = 30;
/** Of one statement, so that it stays short; what is left over goes the next day. */
const MOST_AT_ONCE = 200;

/** Forgets plans of more than a month ago, with all that hangs on them. */
export async function prunePlans(db: DataSource, now: Date): Promise<void> {
  await asSystem(db, (tx) =>
    tx.query(
      `delete from match_plan where id in (
         select id from match_plan
         where requested_at < $1::timestamptz - make_interval(days => ${PLAN_DAYS}) order by id limit ${MOST_AT_ONCE})`,
      [now.toISOString()],
    ),
  );
}

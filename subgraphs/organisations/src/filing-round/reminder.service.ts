import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import { notFound } from "@gongjian/shared/errors";
import { isId } from "@gongjian/shared/id";
import { once } from "@gongjian/shared/request-key";
import type { RequestScope } from "@gongjian/shared/subgraph/define-subgraph";
import { Rejection } from "@gongjian/shared/user-error";
import { authorise } from "@gongjian/shared/viewer";
import type { EntityManager } from "typeorm";
import type { FilingReminderRow } from "./filing-reminder.row.ts";
import { FilingRoundClosed } from "./filing-round.type.ts";
import { REMINDER_COLUMNS } from "./filing.loader.ts";
import { missingLists } from "./filing.sql.ts";
import { lockRound, readRound } from "./read-round.ts";
import {
  AcknowledgeReminderSuccess,
  RemindUnitsSuccess,
  type AcknowledgeReminderInput,
  type RemindCounts,
  type RemindUnitsInput,
} from "./remind-units.type.ts";
import { sendReminders, type Debtor } from "./send-reminders.ts";

const DEBTORS = `
  select $1::uuid as "roundId", organisation_id as "organisationId", missing
  from (${missingLists("$1")}) debtor
  where $2::uuid[] is null or organisation_id = any($2)
`;

/** The use cases of reminders: sending them to silent units, and acknowledging them. */
export class ReminderService {
  constructor(private readonly scope: RequestScope) {}

  async remind({ roundId, unitIds, idempotencyKey: key }: RemindUnitsInput): Promise<RemindUnitsSuccess> {
    const { db, viewer } = this.scope;
    authorise(viewer, "filingRound.manage");
    return asViewer(db, viewer, async (tx) => {
      const closedAt = await lockRound(tx, viewer, roundId);
      const named = unitIds ? [...new Set(unitIds.map((id) => id.toLowerCase()))].sort() : null;
      const request = { operation: "remindUnits", key, input: [roundId, named] };
      const counts = await once(tx, this.scope, request, async () => {
        if (closedAt) throw new Rejection(new FilingRoundClosed(await readRound(tx, { id: roundId })));
        return this.send(tx, roundId, named);
      });
      return new RemindUnitsSuccess(counts);
    });
  }

  private async send(tx: EntityManager, roundId: string, named: string[] | null): Promise<RemindCounts> {
    const { viewer, clock } = this.scope;
    const debtors = await tx.query<Debtor[]>(DEBTORS, [roundId, named]);
    const sending = { sentBy: viewer.subject, sentAt: clock.now(), day: clock.today() };
    const remindedCount = await sendReminders(tx, debtors, { ...sending, origin: "MANUAL" });
    return {
      remindedCount,
      remindedBeforeCount: debtors.length - remindedCount,
      notSilentCount: named === null ? 0 : named.length - debtors.length,
    };
  }

  /** Row security hides other units' reminders, so to a unit they do not exist. */
  async acknowledge({ id }: AcknowledgeReminderInput): Promise<AcknowledgeReminderSuccess> {
    const { db, viewer, clock } = this.scope;
    authorise(viewer, "filing.acknowledge");
    return asViewer(db, viewer, async (tx) => {
      const { organisationId: unitId } = await readReminder(tx, id);
      authorise(viewer, "filing.acknowledge", { unitId });
      // Only the first writes; who comes second is told the time of the first.
      await tx.query(
        `update filing_reminder set acknowledged_by = $2, acknowledged_at = $3
         where id = $1 and acknowledged_at is null`,
        [id, viewer.subject, clock.now().toISOString()],
      );
      return new AcknowledgeReminderSuccess(await readReminder(tx, id));
    });
  }
}

/** @throws NOT_FOUND, also for a reminder that row security hides */
async function readReminder(tx: EntityManager, id: string): Promise<FilingReminderRow> {
  const [reminder] = isId(id)
    ? await tx.query<FilingReminderRow[]>(
        `select ${REMINDER_COLUMNS} from filing_reminder reminder where id = $1`,
        [id],
      )
    : [];
  if (!reminder) throw notFound("这条提醒");
  return reminder;
}

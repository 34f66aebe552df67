import { newId } from "@gongjian/shared/id";
import type { EntityManager } from "typeorm";
import type { FilingList, ReminderOrigin } from "./filing-list.ts";

/** A unit that is to be told what it owes. */
export interface Debtor {
  readonly roundId: string;
  readonly organisationId: string;
  readonly missing: FilingList[];
}

interface Sending {
  readonly origin: ReminderOrigin;
  readonly sentBy: string;
  readonly sentAt: Date;
  /** The day in Asia/Shanghai. */
  readonly day: string;
}

/**
 * Leaves each unit a notice, unless it has one of that round and day already: the unique index decides.
 *
 * @returns how many notices were left
 */
export async function sendReminders(
  tx: EntityManager,
  debtors: readonly Debtor[],
  { origin, sentBy, sentAt, day }: Sending,
): Promise<number> {
  const sent = await tx.query<object[]>(
    `insert into filing_reminder (id, round_id, organisation_id, lists, day, origin, sent_by, sent_at)
     select id, "roundId", "organisationId", missing, $2, $3, $4, $5
     from jsonb_to_recordset($1) as r (id uuid, "roundId" uuid, "organisationId" uuid, missing text[])
     on conflict (round_id, organisation_id, day) do nothing returning id`,
    [
      JSON.stringify(debtors.map((debtor) => ({ ...debtor, id: newId() }))),
      day,
      origin,
      sentBy,
      sentAt.toISOString(),
    ],
  );
  return sent.length;
}

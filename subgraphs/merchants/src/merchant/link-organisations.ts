import type { EventEnvelope } from "@gongjian/shared/contracts/events";
import { unitCopyHandlers } from "@gongjian/shared/database/unit-copy";
import type { EventHandlers } from "@gongjian/shared/events/inbox";
import type { EntityManager } from "typeorm";
import { announceOffersOf } from "../offer/announce-offers.ts";

/** Shops join the unit that has their USCC now, and leave one that no longer has it. */
const LINK = `
  update merchant set organisation_id = (select id from unit where unit.uscc = merchant.uscc)
  where (organisation_id = any($1::uuid[]) or uscc in (select uscc from unit where id = any($1::uuid[])))
    and organisation_id is distinct from (select id from unit where unit.uscc = merchant.uscc)
  returning id`;

async function copyAndLink(
  tx: EntityManager,
  events: EventEnvelope<"organisation.registered">[],
): Promise<void> {
  await unitCopyHandlers["organisation.registered"](tx, events);
  const [rows] = await tx.query<[{ id: string }[], number]>(LINK, [events.map(({ state }) => state.id)]);
  await announceOffersOf(
    tx,
    rows.map(({ id }) => id),
  );
}

/** Keeps the copies of areas and units, and with them whose shop is whose. */
export const merchantEventHandlers: EventHandlers = {
  ...unitCopyHandlers,
  "organisation.registered": copyAndLink,
};

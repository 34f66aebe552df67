import type { EventEnvelope } from "@gongjian/shared/contracts/events";
import type { EntityManager } from "typeorm";

/** Keeps that units published lists. A publication that changed nothing counts: sent again is confirmed. */
export async function recordPublications(
  tx: EntityManager,
  events: EventEnvelope<"list.published">[],
): Promise<void> {
  await tx.query(
    `insert into list_publication (publication_id, organisation_id, list, published_at)
     select "publicationId", "unitId", list, "publishedAt"
     from jsonb_to_recordset($1)
       as r ("publicationId" uuid, "unitId" uuid, list text, "publishedAt" timestamptz)
     on conflict do nothing`,
    [JSON.stringify(events.map(({ state }) => state))],
  );
}

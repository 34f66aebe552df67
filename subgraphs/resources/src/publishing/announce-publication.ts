import type { EventState } from "@gongjian/shared/contracts/events";
import { emitEvents } from "@gongjian/shared/events/outbox";
import type { EntityManager } from "typeorm";

/** A publication as far as others have to know. */
export interface PublicationNews extends Omit<EventState<"list.published">, "unitId" | "publishedAt"> {
  /** The units that the file named, whether or not a row of theirs changed: sent again is confirmed. */
  readonly unitIds: Iterable<string>;
  readonly publishedAt: Date;
}

/** Announces that a list was published, once for each unit, when the publishing transaction commits. */
export async function announcePublication(
  tx: EntityManager,
  { unitIds, list, publicationId, counts, publishedAt }: PublicationNews,
): Promise<void> {
  const { new: added, changed, unchanged, withdrawn } = counts;
  const state = {
    list,
    publicationId,
    counts: { new: added, changed, unchanged, withdrawn },
    publishedAt: publishedAt.toISOString(),
  };
  const events = [...new Set(unitIds)].map((unitId) => ({
    type: "list.published" as const,
    aggregate: `${publicationId} ${unitId}`,
    version: 1,
    state: { ...state, unitId },
  }));
  await emitEvents(tx, events);
}

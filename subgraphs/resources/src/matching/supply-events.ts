import { clockOf } from "@gongjian/shared/clock";
import type { EventEnvelope } from "@gongjian/shared/contracts/events";
import type { EntityManager } from "typeorm";
import { indexSupply } from "./supply-index.ts";

/** Volunteers and merchants tell what they offer; it stands in the index beside the units' resources. */
export const supplyEventHandlers = {
  "supply.changed": (tx: EntityManager, events: EventEnvelope<"supply.changed">[]): Promise<void> =>
    indexSupply(
      tx,
      events.map(({ state, version, occurredAt }) => ({
        ...state,
        version,
        // Whoever publishes or changes an offer thereby confirms it.
        confirmedOn: clockOf(() => new Date(occurredAt)).today(),
      })),
    ),
};

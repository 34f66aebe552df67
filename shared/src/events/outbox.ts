import type { EntityManager } from "typeorm";
import {
  EVENT_SUBSCRIBERS,
  type EventEnvelope,
  type EventState,
  type EventType,
} from "../contracts/events.ts";
import type { SubgraphName } from "../contracts/lists.ts";
import { newId } from "../id.ts";

/** One job carries at most so many events, so that a bulk write stays a bulk. */
const EVENTS_PER_JOB = 100;

export interface NewEvent<Type extends EventType = EventType> {
  readonly type: Type;
  readonly aggregate: string;
  readonly version: number;
  readonly state: EventState<Type>;
}

/** What a delivery job carries. */
export interface Delivery {
  readonly subscriber: SubgraphName;
  readonly events: EventEnvelope[];
}

/**
 * Announces facts inside the business transaction: they are delivered at least once when it commits, and
 * never when it does not. The job queue is the outbox; the app's role reaches it through one function.
 */
export async function emitEvents(tx: EntityManager, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const occurredAt = new Date().toISOString();
  const envelopes = events.map((event): EventEnvelope => ({ id: newId(), occurredAt, ...event }));
  await tx.query(`select jobs.emit_events($1::jsonb)`, [JSON.stringify(deliveriesOf(envelopes))]);
}

function deliveriesOf(events: readonly EventEnvelope[]): Delivery[] {
  const bySubscriber = new Map<SubgraphName, EventEnvelope[]>();
  for (const event of events) {
    for (const subscriber of EVENT_SUBSCRIBERS[event.type]) {
      const queued = bySubscriber.get(subscriber);
      if (queued) queued.push(event);
      else bySubscriber.set(subscriber, [event]);
    }
  }
  return [...bySubscriber].flatMap(([subscriber, all]) =>
    Array.from({ length: Math.ceil(all.length / EVENTS_PER_JOB) }, (_, i) => ({
      subscriber,
      events: all.slice(i * EVENTS_PER_JOB, (i + 1) * EVENTS_PER_JOB),
    })),
  );
}

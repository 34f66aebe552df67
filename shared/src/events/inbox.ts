import {
  Column,
  Entity,
  PrimaryColumn,
  type DataSource,
  type EntityManager,
  type QueryRunner,
} from "typeorm";
import { EVENT_STATES, type EventEnvelope, type EventType } from "../contracts/events.ts";
import { asSystem } from "../database/viewer-transaction.ts";

/** What a subgraph does with each type it subscribes to; events of one aggregate come once, newest only. */
export type EventHandlers = {
  readonly [Type in EventType]?: (tx: EntityManager, events: EventEnvelope<Type>[]) => Promise<void>;
};

/** Events that were applied, so that a second delivery changes nothing. */
@Entity("inbox")
export class InboxRow {
  @PrimaryColumn("uuid", { name: "event_id", primaryKeyConstraintName: "inbox_pkey" })
  eventId!: string;

  @Column("timestamptz", { name: "received_at" })
  receivedAt!: Date;
}

export async function createInboxTable(db: QueryRunner): Promise<void> {
  await db.query(`
    create table inbox (
      event_id uuid constraint inbox_pkey primary key,
      received_at timestamptz not null
    )
  `);
}

export async function dropInboxTable(db: QueryRunner): Promise<void> {
  await db.query(`drop table inbox`);
}

/** Longer than any delivery is retried (25 attempts take about 3 days). */
const INBOX_DAYS = 30;

export async function pruneInbox(db: DataSource): Promise<void> {
  await asSystem(db, (tx) =>
    tx.query(`delete from inbox where received_at < now() - make_interval(days => ${INBOX_DAYS})`),
  );
}

/**
 * Applies a batch of events, each once, in one transaction. When it fails and holds more than one event,
 * they are applied one by one, so that a poison message does not hold up the others.
 *
 * @returns the ids that failed; the sender tries those again and parks them in the end
 */
export async function applyEvents(
  db: DataSource,
  handlers: EventHandlers,
  events: readonly EventEnvelope[],
  onError: (event: EventEnvelope, error: unknown) => void,
): Promise<string[]> {
  try {
    await asSystem(db, (tx) => applyOnce(tx, handlers, events));
    return [];
  } catch (error) {
    const [only] = events;
    if (events.length === 1 && only) {
      onError(only, error);
      return [only.id];
    }
    const failed: string[] = [];
    for (const event of events) failed.push(...(await applyEvents(db, handlers, [event], onError)));
    return failed;
  }
}

async function applyOnce(
  tx: EntityManager,
  handlers: EventHandlers,
  events: readonly EventEnvelope[],
): Promise<void> {
  const fresh = await tx.query<{ event_id: string }[]>(
    `insert into inbox (event_id, received_at) select unnest($1::uuid[]), now()
     on conflict do nothing returning event_id`,
    [events.map(({ id }) => id)],
  );
  const freshIds = new Set(fresh.map((row) => row.event_id));
  const applicable = newestPerAggregate(events.filter(({ id }) => freshIds.has(id)));

  for (const type of Object.keys(handlers) as EventType[]) {
    const ofType = applicable.filter((event) => event.type === type).map(checkState);
    const handle = handlers[type] as
      ((tx: EntityManager, events: EventEnvelope[]) => Promise<void>) | undefined;
    if (handle && ofType.length > 0) await handle(tx, ofType);
  }
}

function newestPerAggregate(events: readonly EventEnvelope[]): EventEnvelope[] {
  const newest = new Map<string, EventEnvelope>();
  for (const event of events) {
    const key = `${event.type} ${event.aggregate}`;
    if (event.version > (newest.get(key)?.version ?? 0)) newest.set(key, event);
  }
  return [...newest.values()];
}

function checkState(event: EventEnvelope): EventEnvelope {
  return { ...event, state: EVENT_STATES[event.type].parse(event.state) };
}

import { z } from "zod";
import type { SubgraphName } from "./lists.ts";

const date = z.iso.date();

const areaRegistered = z.object({
  code: z.string(),
  parentCode: z.string().nullable(),
  level: z.enum(["COUNTY", "STREET", "COMMUNITY", "GRID", "MICRO_GRID"]),
  name: z.string(),
});

const organisationRegistered = z.object({
  id: z.uuid(),
  uscc: z.string().nullable(),
  name: z.string(),
  shortName: z.string(),
  kind: z.string(),
  areaCode: z.string(),
});

const supplyChanged = z.object({
  id: z.uuid(),
  externalId: z.string().nullable(),
  kind: z.enum(["VOLUNTEER_SERVICE", "MERCHANT_OFFER"]),
  ownerUnitId: z.uuid().nullable(),
  ownerName: z.string(),
  title: z.string(),
  description: z.string(),
  category: z.string().nullable(),
  quantity: z.number().nullable(),
  unitOfMeasure: z.string().nullable(),
  coverageAreaCode: z.string(),
  audience: z.array(z.string()),
  validFrom: date.nullable(),
  validTo: date.nullable(),
  schedule: z.string(),
  minNoticeDays: z.int().min(0),
  qualification: z.string().nullable(),
  cost: z.enum(["FREE", "DISCOUNT", "COST_PRICE"]),
  eligibility: z.string().nullable(),
  state: z.enum(["PUBLISHED", "WITHDRAWN"]),
});

const listPublished = z.object({
  unitId: z.uuid(),
  list: z.enum(["resources", "needs", "projects"]),
  publicationId: z.uuid(),
  /** Of the whole publication, which may hold the rows of several units. */
  counts: z.object({
    new: z.int().min(0),
    changed: z.int().min(0),
    unchanged: z.int().min(0),
    withdrawn: z.int().min(0),
  }),
  publishedAt: z.iso.datetime({ offset: true }),
});

/** Every event type with the shape of its state. A state is complete and holds no personal data. */
export const EVENT_STATES = {
  "area.registered": areaRegistered,
  "organisation.registered": organisationRegistered,
  "supply.changed": supplyChanged,
  "list.published": listPublished,
} as const;

export type EventType = keyof typeof EVENT_STATES;
export type EventState<Type extends EventType> = z.infer<(typeof EVENT_STATES)[Type]>;

/** Who is told. A subgraph that is not named here never sees the event. */
export const EVENT_SUBSCRIBERS: Record<EventType, readonly SubgraphName[]> = {
  "area.registered": ["resources", "volunteers", "merchants"],
  "organisation.registered": ["resources", "volunteers", "merchants"],
  "supply.changed": ["resources"],
  "list.published": ["organisations"],
};

/** What travels: `aggregate` is the id whose highest `version` wins at the consumer. */
export interface EventEnvelope<Type extends EventType = EventType> {
  readonly id: string;
  readonly type: Type;
  readonly aggregate: string;
  readonly version: number;
  readonly occurredAt: string;
  readonly state: EventState<Type>;
}

/** The outer shape; the state is checked against its type's own schema at the consumer. */
export const eventEnvelope = z.object({
  id: z.uuid(),
  type: z.enum(Object.keys(EVENT_STATES) as [EventType, ...EventType[]]),
  aggregate: z.string().min(1).max(100),
  version: z.int().min(1),
  occurredAt: z.iso.datetime({ offset: true }),
  state: z.record(z.string(), z.unknown()),
});

import type { EventState } from "@gongjian/shared/contracts/events";
import { emitEvents } from "@gongjian/shared/events/outbox";
import type { EntityManager } from "typeorm";
import { writeEligibility } from "./eligibility.ts";
import type { MerchantOfferRow } from "./offer.row.ts";

/** The family of discounts; everything else a shop offers here costs nothing. */
const DISCOUNTS = "L01";

interface AnnouncedRow extends Omit<MerchantOfferRow, "merchantId"> {
  readonly shopName: string;
  readonly organisationId: string | null;
}

const SELECT = `
  select o.id, o.external_id as "externalId", o.category, o.title, o.description, o.quantity,
    o.unit_of_measure as "unitOfMeasure", o.coverage_area_code as "coverageAreaCode", o.audience,
    o.valid_from as "validFrom", o.valid_to as "validTo", o.schedule,
    o.eligibility_kind as "eligibilityKind", o.eligibility_threshold as "eligibilityThreshold",
    o.state, o.version, m.shop_name as "shopName", m.organisation_id as "organisationId"
  from merchant_offer o join merchant m on m.id = o.merchant_id
  where o.id = any($1::uuid[]) order by o.id`;

/** Tells the match index how these offers stand now, in the transaction that changed them. */
export async function announceOffers(tx: EntityManager, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx.query<AnnouncedRow[]>(SELECT, [ids]);
  await emitEvents(
    tx,
    rows.map((row) => ({
      type: "supply.changed",
      aggregate: row.id,
      version: row.version,
      state: supplyOf(row),
    })),
  );
}

const REANNOUNCE = `
  update merchant_offer set version = version + 1
  where merchant_id = any($1::uuid[]) and state = 'PUBLISHED' returning id`;

/** Tells it anew, because what an offer says about its shop has changed. */
export async function announceOffersOf(tx: EntityManager, merchantIds: readonly string[]): Promise<void> {
  if (merchantIds.length === 0) return;
  const [rows] = await tx.query<[{ id: string }[], number]>(REANNOUNCE, [merchantIds]);
  await announceOffers(
    tx,
    rows.map(({ id }) => id),
  );
}

function supplyOf(row: AnnouncedRow): EventState<"supply.changed"> {
  return {
    id: row.id,
    externalId: row.externalId,
    kind: "MERCHANT_OFFER",
    ownerUnitId: row.organisationId,
    ownerName: row.shopName,
    title: row.title,
    description: row.description,
    category: row.category,
    quantity: row.quantity,
    unitOfMeasure: row.unitOfMeasure,
    coverageAreaCode: row.coverageAreaCode,
    audience: row.audience,
    validFrom: row.validFrom,
    validTo: row.validTo,
    schedule: row.schedule,
    minNoticeDays: 0,
    qualification: null,
    cost: row.category === DISCOUNTS ? "DISCOUNT" : "FREE",
    eligibility: writeEligibility({ kind: row.eligibilityKind, threshold: row.eligibilityThreshold }),
    state: row.state,
  };
}

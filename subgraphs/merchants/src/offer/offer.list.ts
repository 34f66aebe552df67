import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { ListDefinition } from "@gongjian/shared/import/list-definition";
import { resolveAreas } from "@gongjian/shared/import/resolve-areas";
import { storeRows } from "@gongjian/shared/import/store-rows";
import type { ListTable } from "@gongjian/shared/import/list-table";
import { authorise, may, type Viewer } from "@gongjian/shared/viewer";
import type { EntityManager } from "typeorm";
import { targetOf } from "../merchant/merchant.permission.ts";
import type { MerchantRow } from "../merchant/merchant.row.ts";
import { announceOffers } from "./announce-offers.ts";
import { contentKeyOf } from "./content-key.ts";
import { offerColumns, type OfferValues } from "./offer-columns.ts";

type Row = ImportRow<OfferValues>;

/**
 * Offers of merchants as a list: `POST /lists/offers`. With `mode=replace` the file is all that the shops it
 * names offer.
 */
export const offerList: ListDefinition<OfferValues> = {
  name: "offers",
  label: "商户优惠",
  columns: offerColumns,

  authorise({ viewer }) {
    authorise(viewer, "offer.publish");
  },

  complete(row) {
    const { validFrom, validTo } = row.values;
    if (validFrom !== null && validTo !== null && validFrom > validTo) {
      row.refuse("validTo", "PERIOD_REVERSED", `截止日期 ${validTo} 早于开始日期 ${validFrom}。`);
    }
  },

  async resolve(tx, rows, { viewer }) {
    await resolveAreas(tx, rows, "coverageAreaCode");
    await resolveMerchants(tx, rows, viewer);
  },

  keysOf({ values }) {
    return [`${values.merchantId} ${values.externalId ?? contentKeyOf(values) ?? ""}`];
  },

  async store(tx, rows, scope) {
    const stored = await storeRows(tx, OFFER_TABLE, rows, scope);
    const written = rows.filter(({ outcome }) => outcome === "NEW" || outcome === "CHANGED");
    const writtenIds = written.flatMap(({ id }) => (id === null ? [] : [id]));
    await announceOffers(tx, [...writtenIds, ...stored.withdrawnIds]);
    return stored;
  },
};

const OFFER_TABLE: ListTable<OfferValues> = {
  name: "merchant_offer",
  identity: [
    ["merchant_id", "external_id"],
    ["merchant_id", "content_key"],
  ],
  withdrawWithin: "merchant_id",
  computed: { version: { insert: "1", change: "t.version + 1" } },
  columns: [
    { name: "merchant_id", type: "uuid", value: ({ values }) => values.merchantId },
    { name: "external_id", type: "text", value: ({ values }) => values.externalId },
    { name: "category", type: "text", value: ({ values }) => values.category },
    { name: "title", type: "text", value: ({ values }) => values.title },
    { name: "description", type: "text", value: ({ values }) => values.description ?? "" },
    { name: "quantity", type: "numeric", value: ({ values }) => values.quantity?.value ?? null },
    {
      name: "unit_of_measure",
      type: "text",
      value: ({ values }) => values.unitOfMeasure ?? values.quantity?.unit ?? null,
    },
    { name: "coverage_area_code", type: "text", value: ({ values }) => values.coverageAreaCode },
    { name: "audience", type: "text[]", value: ({ values }) => values.audience },
    { name: "valid_from", type: "date", value: ({ values }) => values.validFrom },
    { name: "valid_to", type: "date", value: ({ values }) => values.validTo },
    { name: "schedule", type: "text", value: ({ values }) => values.schedule ?? "" },
    { name: "eligibility_kind", type: "text", value: ({ values }) => values.eligibility.kind },
    { name: "eligibility_threshold", type: "integer", value: ({ values }) => values.eligibility.threshold },
    { name: "content_key", type: "text", value: ({ values }) => contentKeyOf(values) },
  ],
};

type KnownMerchant = Pick<MerchantRow, "id" | "externalId" | "areaCode" | "organisationId" | "subject">;

const MERCHANTS = `
  select id, external_id as "externalId", area_code as "areaCode", organisation_id as "organisationId", subject
  from merchant where external_id = any($1::text[])`;

/** The shops behind the numbers, and permission shop by shop. */
async function resolveMerchants(tx: EntityManager, rows: readonly Row[], viewer: Viewer): Promise<void> {
  const numbers = new Set(rows.map(({ values }) => values.merchantId));
  const merchants = await tx.query<KnownMerchant[]>(MERCHANTS, [[...numbers]]);
  const byNumber = new Map(merchants.map((merchant) => [merchant.externalId, merchant]));
  for (const row of rows) {
    const merchant = byNumber.get(row.values.merchantId);
    if (!merchant) {
      row.refuse("merchantId", "UNKNOWN_MERCHANT", `名册里没有编号为“${row.values.merchantId}”的商户。`);
    } else if (!may(viewer, "offer.publish", targetOf(merchant, viewer))) {
      row.refuse("merchantId", "OUT_OF_SCOPE", "这家商户不归您管，不能替它发布。");
    } else {
      row.values.merchantId = merchant.id;
    }
  }
}

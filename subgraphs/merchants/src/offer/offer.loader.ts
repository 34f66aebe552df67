import { idAfter, paginate, type PageArgs } from "@gongjian/shared/connection";
import { byId, createPageLoader, type PageLoader } from "@gongjian/shared/page-loader";
import { createRowLoader, type RowLoader } from "@gongjian/shared/row-loader";
import type { DataSource } from "typeorm";
import type { MerchantOfferRow } from "./offer.row.ts";
import type { MerchantOfferConnection, MerchantOfferFilter } from "./offer.type.ts";

export type MerchantOfferReadRow = Omit<MerchantOfferRow, "version" | "contentKey" | "contentHash">;
export type MerchantOfferLoader = RowLoader<MerchantOfferReadRow>;
export type OfferPageLoader = PageLoader<MerchantOfferReadRow>;

export const OFFER_COLUMNS = `
  o.id, o.merchant_id as "merchantId", o.external_id as "externalId", o.category, o.title, o.description,
  o.quantity, o.unit_of_measure as "unitOfMeasure", o.coverage_area_code as "coverageAreaCode", o.audience,
  o.valid_from as "validFrom", o.valid_to as "validTo", o.schedule,
  o.eligibility_kind as "eligibilityKind", o.eligibility_threshold as "eligibilityThreshold", o.state`;

const BY_IDS = `select ${OFFER_COLUMNS} from merchant_offer o where o.id = any($1::uuid[])`;

export function createMerchantOfferLoader(db: DataSource): MerchantOfferLoader {
  return createRowLoader((ids) => db.query<MerchantOfferReadRow[]>(BY_IDS, [ids]));
}

/** What merchants offer now. */
export function createOffersOfMerchantLoader(db: DataSource): OfferPageLoader {
  return createPageLoader<MerchantOfferReadRow>(db, {
    columns: OFFER_COLUMNS,
    from: "merchant_offer o",
    belongs: "o.merchant_id = page.parent and o.state = 'PUBLISHED'",
    parent: "uuid",
    order: byId("o"),
  });
}

const SEARCH = `
  select ${OFFER_COLUMNS}
  from merchant_offer o join merchant m on m.id = o.merchant_id
  where ($1::uuid is null or o.id > $1)
    and ($2::uuid is null or o.merchant_id = $2)
    and ($3::text is null or starts_with(m.area_code, $3))
    and ($4::text is null or starts_with(o.category, $4))
    and o.state = $5
    and ($6::date is null or (
      coalesce(o.valid_from, '-infinity') <= $6 and coalesce(o.valid_to, 'infinity') >= $6
    ))
    and ($7::text is null or o.external_id = $7)
    and ($8::text is null or strpos(lower(concat_ws(' ', o.title, o.description, m.shop_name)), $8) > 0)
  order by o.id limit $9`;

export async function searchMerchantOffers(
  db: DataSource,
  filter: MerchantOfferFilter,
  { first, after }: PageArgs,
): Promise<MerchantOfferConnection> {
  const { merchantId = null, areaCode = null, category = null, openOn = null, externalId = null } = filter;
  const rows = await db.query<MerchantOfferReadRow[]>(SEARCH, [
    idAfter({ after }),
    merchantId,
    areaCode,
    category,
    filter.state ?? "PUBLISHED",
    openOn,
    externalId,
    filter.text?.toLowerCase() ?? null,
    first + 1,
  ]);
  return paginate(rows, first, ({ id }) => id);
}

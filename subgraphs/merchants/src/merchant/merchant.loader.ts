import { idAfter, paginate, type PageArgs } from "@gongjian/shared/connection";
import { isId } from "@gongjian/shared/id";
import { byId, createPageLoader, type PageLoader } from "@gongjian/shared/page-loader";
import { createRowLoader, type RowLoader } from "@gongjian/shared/row-loader";
import DataLoader from "dataloader";
import type { DataSource } from "typeorm";
import type { MerchantRow } from "./merchant.row.ts";
import type { MerchantConnection, MerchantFilter } from "./merchant.type.ts";

/** What may be read of a merchant without being in charge of it. */
export type MerchantReadRow = Omit<MerchantRow, "subject" | "contentKey" | "contentHash">;
export type MerchantLoader = RowLoader<MerchantReadRow>;
export type MerchantPageLoader = PageLoader<MerchantReadRow>;
export type MerchantsOfOrganisationLoader = DataLoader<string, MerchantReadRow[]>;

export const MERCHANT_COLUMNS = `
  m.id, m.external_id as "externalId", m.uscc, m.licence_name as "licenceName", m.shop_name as "shopName",
  m.trade, m.road_section as "roadSection", m.area_code as "areaCode", m.address,
  m.contact_masked as "contactMasked", m.phone_masked as "phoneMasked",
  m.party_member_shop as "partyMemberShop", m.organisation_id as "organisationId"`;

const BY_IDS = `select ${MERCHANT_COLUMNS} from merchant m where m.id = any($1::uuid[])`;

export function createMerchantLoader(db: DataSource): MerchantLoader {
  return createRowLoader((ids) => db.query<MerchantReadRow[]>(BY_IDS, [ids]));
}

const BY_ORGANISATIONS = `
  select ${MERCHANT_COLUMNS} from merchant m where m.organisation_id = any($1::uuid[]) order by m.id`;

export function createMerchantsOfOrganisationLoader(db: DataSource): MerchantsOfOrganisationLoader {
  return new DataLoader(async (ids) => {
    const rows = await db.query<MerchantReadRow[]>(BY_ORGANISATIONS, [ids.filter(isId)]);
    return ids.map((id) => rows.filter((row) => row.organisationId === id));
  });
}

/** The merchants of areas, with everything below each area. */
export function createMerchantsOfAreaLoader(db: DataSource): MerchantPageLoader {
  return createPageLoader<MerchantReadRow>(db, {
    columns: MERCHANT_COLUMNS,
    from: "merchant m",
    belongs: "starts_with(m.area_code, page.parent)",
    parent: "text",
    order: byId("m"),
  });
}

/** The merchants on the road section of branches. */
export function createMerchantsOfBranchLoader(db: DataSource): MerchantPageLoader {
  return createPageLoader<MerchantReadRow>(db, {
    columns: MERCHANT_COLUMNS,
    from: "merchant m join road_branch b on m.road_section = b.road_section",
    belongs: "b.id = page.parent and starts_with(m.area_code, b.area_code)",
    parent: "uuid",
    order: byId("m"),
  });
}

const SEARCH = `
  select ${MERCHANT_COLUMNS} from merchant m
  where ($1::uuid is null or m.id > $1)
    and ($2::text is null or starts_with(m.area_code, $2))
    and ($3::text is null or m.road_section = $3)
    and ($4::text is null or m.trade = $4)
    and ($5::boolean is null or m.party_member_shop = $5)
    and ($6::text is null or m.external_id = $6)
    and ($7::text is null or strpos(lower(concat_ws(' ', m.shop_name, m.licence_name, m.address)), $7) > 0)
  order by m.id limit $8`;

export async function searchMerchants(
  db: DataSource,
  filter: MerchantFilter,
  { first, after }: PageArgs,
): Promise<MerchantConnection> {
  const rows = await db.query<MerchantReadRow[]>(SEARCH, [
    idAfter({ after }),
    filter.areaCode ?? null,
    filter.roadSection ?? null,
    filter.trade ?? null,
    filter.partyMemberShop ?? null,
    filter.externalId ?? null,
    filter.text?.toLowerCase() ?? null,
    first + 1,
  ]);
  return paginate(rows, first, ({ id }) => id);
}

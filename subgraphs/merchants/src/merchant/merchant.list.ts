import { ImportRefused } from "@gongjian/shared/import/import-refused";
import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { ListDefinition } from "@gongjian/shared/import/list-definition";
import { resolveAreas } from "@gongjian/shared/import/resolve-areas";
import { storeRows } from "@gongjian/shared/import/store-rows";
import type { ListTable } from "@gongjian/shared/import/list-table";
import { maskName, maskPhone } from "@gongjian/shared/masked-text";
import { authorise, may } from "@gongjian/shared/viewer";
import type { EntityManager } from "typeorm";
import { announceOffersOf } from "../offer/announce-offers.ts";
import { formBranches } from "../road-branch/form-branches.ts";
import { contentKeyOf } from "./content-key.ts";
import { meetKnownMerchants, refuseWideAreas } from "./merchant-checks.ts";
import { merchantColumns, type MerchantValues } from "./merchant-columns.ts";

type Row = ImportRow<MerchantValues>;

/** The register of merchants as a list: `POST /lists/merchants`. */
export const merchantList: ListDefinition<MerchantValues> = {
  name: "merchants",
  label: "商户名册",
  columns: merchantColumns,

  authorise({ viewer, mode }) {
    authorise(viewer, "merchant.register");
    if (mode === "replace") {
      throw new ImportRefused("MODE_NOT_SUPPORTED", "商户名册只能合并（mode=merge），不能整体替换。");
    }
  },

  async resolve(tx, rows, scope) {
    await resolveAreas(tx, rows, "areaCode");
    refuseWideAreas(rows);
    await meetKnownMerchants(
      tx,
      rows.filter(({ isRefused }) => !isRefused),
      scope.viewer,
    );
  },

  keysOf({ values }) {
    const keys = [values.externalId, values.uscc, contentKeyOf(values)];
    return keys.flatMap((key, i) => (key === null ? [] : [`${i}:${key}`]));
  },

  async store(tx, rows, scope) {
    const stored = await storeRows(tx, MERCHANT_TABLE, rows, scope);
    const written = rows.filter(({ outcome }) => outcome === "NEW" || outcome === "CHANGED");
    await storeContacts(tx, written);
    await formBranches(
      tx,
      written.flatMap(({ values: { partyMemberShop, roadSection, areaCode } }) =>
        partyMemberShop && roadSection !== null && may(scope.viewer, "roadBranch.manage", { areaCode })
          ? [{ roadSection, areaCode }]
          : [],
      ),
    );
    await announceOffersOf(
      tx,
      written.flatMap(({ id, outcome }) => (outcome === "CHANGED" && id !== null ? [id] : [])),
    );
    return stored;
  },
};

const UNIT_OF_USCC = "(select unit.id from unit where unit.uscc = s.uscc)";

const MERCHANT_TABLE: ListTable<MerchantValues> = {
  name: "merchant",
  identity: [["external_id"], ["uscc"], ["content_key"]],
  computed: { organisation_id: { insert: UNIT_OF_USCC, change: UNIT_OF_USCC } },
  columns: [
    { name: "external_id", type: "text", value: ({ values }) => values.externalId },
    { name: "uscc", type: "text", value: ({ values }) => values.uscc },
    { name: "licence_name", type: "text", value: ({ values }) => values.licenceName },
    { name: "shop_name", type: "text", value: ({ values }) => values.shopName },
    { name: "trade", type: "text", value: ({ values }) => values.trade },
    { name: "road_section", type: "text", value: ({ values }) => values.roadSection },
    { name: "area_code", type: "text", value: ({ values }) => values.areaCode },
    { name: "address", type: "text", value: ({ values }) => values.address },
    { name: "contact_masked", type: "text", value: ({ values }) => masked(values.contact, maskName) },
    { name: "phone_masked", type: "text", value: ({ values }) => masked(values.phone, maskPhone) },
    { name: "party_member_shop", type: "boolean", value: ({ values }) => values.partyMemberShop },
    { name: "subject", type: "text", value: ({ values }) => values.subject },
    { name: "content_key", type: "text", value: ({ values }) => contentKeyOf(values) },
  ],
};

function masked(text: string | null, mask: (text: string) => string): string | null {
  return text === null ? null : mask(text);
}

const STORE_CONTACTS = `
  insert into merchant_contact (merchant_id, contact, phone)
  select * from unnest($1::uuid[], $2::text[], $3::text[])
  on conflict (merchant_id) do update set contact = excluded.contact, phone = excluded.phone`;

async function storeContacts(tx: EntityManager, rows: readonly Row[]): Promise<void> {
  await tx.query(STORE_CONTACTS, [
    rows.map(({ id }) => id),
    rows.map(({ values }) => values.contact),
    rows.map(({ values }) => values.phone),
  ]);
}

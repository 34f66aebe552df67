import type { ImportRow } from "@gongjian/shared/import/import-row";
import { may, type Viewer } from "@gongjian/shared/viewer";
import type { EntityManager } from "typeorm";
import { isNarrowEnough } from "../area/area-level.ts";
import { contentKeyOf } from "./content-key.ts";
import type { MerchantValues } from "./merchant-columns.ts";

type Row = ImportRow<MerchantValues>;

/** A door stands in a community or a grid of it. */
export function refuseWideAreas(rows: readonly Row[]): void {
  for (const row of rows) {
    const { areaCode } = row.values;
    if (!row.isRefused && !isNarrowEnough(areaCode)) {
      row.refuse("areaCode", "AREA_TOO_WIDE", `“${areaCode}”不到社区一级，请填社区或网格。`);
    }
  }
}

interface KnownRow {
  readonly externalId: string | null;
  readonly uscc: string | null;
  readonly areaCode: string;
  readonly subject: string | null;
  readonly contentKey: string | null;
}

const KNOWN = `
  select external_id as "externalId", uscc, area_code as "areaCode", subject, content_key as "contentKey"
  from merchant
  where external_id = any($1::text[]) or uscc = any($2::text[]) or content_key = any($3::text[])`;

/** Permission by row, for the place it names and the one it is registered in; one code for one merchant. */
export async function meetKnownMerchants(
  tx: EntityManager,
  rows: readonly Row[],
  viewer: Viewer,
): Promise<void> {
  const known = await tx.query<KnownRow[]>(KNOWN, [
    rows.map(({ values }) => values.externalId),
    rows.map(({ values }) => values.uscc),
    rows.map(({ values }) => contentKeyOf(values)),
  ]);
  const byNumber = new Map(known.map((merchant) => [merchant.externalId, merchant]));
  const byUscc = new Map(known.map((merchant) => [merchant.uscc, merchant]));
  const byContent = new Map(known.map((merchant) => [merchant.contentKey, merchant]));
  for (const row of rows) {
    const { externalId, uscc } = row.values;
    const contentKey = contentKeyOf(row.values);
    const numbered = externalId === null ? undefined : byNumber.get(externalId);
    const coded = uscc === null ? undefined : byUscc.get(uscc);
    const stall = contentKey === null ? undefined : byContent.get(contentKey);
    if (coded && isAnother(coded, numbered, externalId)) refuseTakenCode(row, coded);
    else meetKnown(row, numbered ?? coded ?? stall, viewer);
  }
}

function refuseTakenCode(row: Row, { externalId }: KnownRow): void {
  const holder = externalId === null ? "另一家商户" : `编号 ${externalId} 的商户`;
  row.refuse("uscc", "USCC_TAKEN", `这个信用代码已由${holder}使用。`, "请核对编号和信用代码。");
}

function meetKnown(row: Row, known: KnownRow | undefined, viewer: Viewer): void {
  const { values } = row;
  const places = [values.areaCode, known?.areaCode ?? values.areaCode];
  if (!places.every((areaCode) => may(viewer, "merchant.register", { areaCode }))) {
    row.refuse("areaCode", "OUT_OF_SCOPE", "这家商户不在您的管辖区域内。");
  }
  // What the sheet leaves out is not taken away: the number, the shopkeeper's login.
  values.externalId ??= known?.externalId ?? null;
  values.subject ??= known?.subject ?? null;
}

function isAnother(coded: KnownRow, numbered: KnownRow | undefined, externalId: string | null): boolean {
  if (numbered) return numbered !== coded;
  return externalId !== null && coded.externalId !== null && coded.externalId !== externalId;
}

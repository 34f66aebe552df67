import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { ImportScope } from "@gongjian/shared/import/list-definition";
import { stageRows } from "@gongjian/shared/import/stage-rows";
import { storeRows } from "@gongjian/shared/import/store-rows";
import { maskName, maskPhone } from "@gongjian/shared/masked-text";
import type { EntityManager } from "typeorm";
import { confirmResources, indexResources } from "../resource/resource-supply.ts";
import { linesToNumber, type LinesTable } from "./known-lines.ts";
import { changeColumns, commonColumns, IDENTITY } from "./line-table.ts";
import { areaOf, unitOf, type ListValues } from "./list-values.ts";

export interface ResourceValues extends ListValues {
  minNoticeDays: number | null;
  qualification: string | null;
  cost: "FREE" | "DISCOUNT" | "COST_PRICE";
  contact: string | null;
  phone: string | null;
}

export const RESOURCE_TABLE: LinesTable = { name: "resource", from: "valid_from", to: "valid_to" };

/** Writes the list, the raw contacts beside it, and the match index: all or nothing. */
export async function storeResources(
  tx: EntityManager,
  rows: ImportRow<ResourceValues>[],
  scope: ImportScope,
): Promise<{ withdrawn: number }> {
  const toNumber = await linesToNumber(tx, RESOURCE_TABLE, rows);
  const today = `'${scope.clock.today()}'::date`;
  const { withdrawn, withdrawnIds } = await storeRows<ResourceValues>(
    tx,
    {
      name: RESOURCE_TABLE.name,
      identity: IDENTITY,
      withdrawWithin: "unit_id",
      computed: {
        ...changeColumns(scope.clock.now()),
        confirmed_on: { insert: today, change: today },
      },
      columns: [
        ...commonColumns<ResourceValues>(toNumber),
        { name: "coverage_area_code", type: "text", value: ({ values }) => areaOf(values) },
        { name: "valid_from", type: "date", value: ({ values }) => values.from },
        { name: "valid_to", type: "date", value: ({ values }) => values.to },
        { name: "min_notice_days", type: "integer", value: ({ values }) => values.minNoticeDays ?? 0 },
        { name: "qualification", type: "text", value: ({ values }) => values.qualification },
        { name: "cost", type: "text", value: ({ values }) => values.cost },
        { name: "contact_masked", type: "text", value: ({ values }) => masked(values.contact, maskName) },
        { name: "phone_masked", type: "text", value: ({ values }) => masked(values.phone, maskPhone) },
      ],
    },
    rows,
    scope,
  );

  const written = rows.filter(({ outcome }) => outcome !== "UNCHANGED");
  await storeContacts(tx, written);
  await indexResources(tx, [...idsOf(written), ...withdrawnIds]);
  await confirmResources(
    tx,
    idsOf(rows.filter(({ outcome }) => outcome === "UNCHANGED")),
    scope.clock.today(),
  );
  return { withdrawn };
}

async function storeContacts(tx: EntityManager, rows: readonly ImportRow<ResourceValues>[]): Promise<void> {
  if (rows.length === 0) return;
  await stageRows(
    tx,
    "staged_resource_contact",
    [
      { name: "resource_id", type: "uuid", value: ({ id }) => id },
      { name: "unit_id", type: "uuid", value: ({ values }) => unitOf(values) },
      { name: "contact", type: "text", value: ({ values }) => values.contact },
      { name: "phone", type: "text", value: ({ values }) => values.phone },
    ],
    rows,
  );
  await tx.query(`
    insert into resource_contact (resource_id, unit_id, contact, phone)
    select resource_id, unit_id, contact, phone from staged_resource_contact
    on conflict (resource_id) do update set contact = excluded.contact, phone = excluded.phone
  `);
}

function masked(raw: string | null, mask: (text: string) => string): string | null {
  return raw === null ? null : mask(raw);
}

function idsOf(rows: readonly ImportRow[]): string[] {
  return rows.flatMap(({ id }) => (id === null ? [] : [id]));
}

import { findCategory } from "@gongjian/shared/contracts/categories";
import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { ImportScope, ListDefinition } from "@gongjian/shared/import/list-definition";
import { resolveAreas } from "@gongjian/shared/import/resolve-areas";
import { storeRows } from "@gongjian/shared/import/store-rows";
import type { ListTable } from "@gongjian/shared/import/list-table";
import type { EntityManager } from "typeorm";
import { listKey } from "../list-key.ts";
import { authoriseUpload } from "../team/upload-permission.ts";
import { announceServices } from "./announce-services.ts";
import { resolveTeams } from "./resolve-teams.ts";
import { serviceColumns, type ServiceValues } from "./service-columns.ts";

type Row = ImportRow<ServiceValues>;

const SERVICE_TABLE: ListTable<ServiceValues> = {
  name: "volunteer_service",
  identity: [["list_key"]],
  withdrawWithin: "team_id",
  computed: { version: { insert: "1", change: "t.version + 1" } },
  columns: [
    { name: "external_id", type: "text", value: ({ values }) => values.externalId },
    { name: "list_key", type: "text", value: keyOf },
    { name: "team_id", type: "uuid", value: ({ values }) => values.team },
    { name: "category_code", type: "text", value: ({ values }) => values.category },
    { name: "title", type: "text", value: ({ values }) => values.title },
    { name: "description", type: "text", value: ({ values }) => values.description ?? "" },
    { name: "quantity", type: "numeric", value: ({ values }) => values.quantity?.value ?? null },
    { name: "unit_of_measure", type: "text", value: ({ values }) => values.unitOfMeasure },
    { name: "coverage_area_code", type: "text", value: ({ values }) => values.coverageAreaCode },
    { name: "audience", type: "text[]", value: ({ values }) => values.audience },
    { name: "valid_from", type: "date", value: ({ values }) => values.validFrom },
    { name: "valid_to", type: "date", value: ({ values }) => values.validTo },
    { name: "schedule", type: "text", value: ({ values }) => values.schedule ?? "" },
    { name: "min_notice_days", type: "integer", value: ({ values }) => values.minNoticeDays ?? 0 },
    { name: "qualification", type: "text", value: ({ values }) => values.qualification },
  ],
};

/** What teams offer. Every line that is new, changed or withdrawn is announced to the match index. */
export const servicesList: ListDefinition<ServiceValues> = {
  name: "volunteer-services",
  label: "志愿服务",
  columns: serviceColumns,

  authorise: authoriseUpload,

  complete(row: Row): void {
    const { values } = row;
    values.unitOfMeasure ??= values.quantity?.unit ?? null;
    completeCategory(row);
    if (values.quantity !== null && values.quantity.value <= 0) {
      row.refuse("quantity", "NUMBER_INVALID", "“数量”应大于 0；不知道就留空。");
    }
    if (values.validFrom !== null && values.validTo !== null && values.validTo < values.validFrom) {
      row.refuse(
        "validTo",
        "PERIOD_REVERSED",
        `开始 ${values.validFrom} 晚于结束 ${values.validTo}，可能填反。`,
      );
    }
  },

  async resolve(tx: EntityManager, rows: Row[], scope: ImportScope): Promise<void> {
    await resolveAreas(tx, rows, "coverageAreaCode");
    await resolveTeams(tx, rows, scope);
  },

  keysOf: (row) => [keyOf(row)],

  async store(tx: EntityManager, rows: Row[], scope: ImportScope): Promise<{ withdrawn: number }> {
    const { withdrawn, withdrawnIds } = await storeRows(tx, SERVICE_TABLE, rows, scope);
    const written = rows.flatMap(({ id, outcome }) => (id === null || outcome === "UNCHANGED" ? [] : id));
    await announceServices(tx, [...written, ...withdrawnIds]);
    return { withdrawn };
  },
};

function keyOf({ values: { team, externalId, title } }: Row): string {
  return listKey(team, externalId, title);
}

/** A word that the catalogue does not have stays out and the sender is told; no guessing. */
function completeCategory(row: Row): void {
  const { category } = row.values;
  if (category === null) return;
  const found = findCategory(category);
  row.values.category = found?.code ?? null;
  if (found) return;
  row.correct("category", "UNKNOWN_CATEGORY", `目录里没有类别“${category}”，类别先空着，请确认。`);
}

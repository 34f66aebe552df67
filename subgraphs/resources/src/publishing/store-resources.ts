import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { ImportScope, KnownRow, StreamedList } from "@gongjian/shared/import/list-definition";
import { encodeBatch, storeBatch, type StagedBatch } from "@gongjian/shared/import/store-rows";
import { nameKnown, withdrawMissing } from "@gongjian/shared/import/withdraw-rows";
import type { ListTable } from "@gongjian/shared/import/list-table";
import type { TableColumn } from "@gongjian/shared/import/stage-rows";
import type { EntityManager } from "typeorm";
import { confirmResources, indexResources, indexStagedResources } from "../resource/resource-supply.ts";
import { keepContactRevisions, RESOURCE_CONTACTS } from "../revision/contact-revision.ts";
import { knownLines, linesToNumber, type LinesTable } from "./known-lines.ts";
import { changeColumns, commonColumns, countLines, IDENTITY } from "./line-table.ts";
import { areaOf, type ListValues } from "./list-values.ts";

export interface ResourceValues extends ListValues {
  minNoticeDays: number | null;
  qualification: string | null;
  /** Null only while the line is read: free where nothing is said. */
  cost: "FREE" | "DISCOUNT" | "COST_PRICE" | null;
}

type Row = ImportRow<ResourceValues>;

export const RESOURCE_TABLE: LinesTable = { name: "resource", from: "valid_from", to: "valid_to" };

const COLUMNS: readonly TableColumn<ResourceValues>[] = [
  { name: "coverage_area_code", label: "服务范围", type: "text", value: ({ values }) => areaOf(values) },
  { name: "valid_from", label: "起始日期", type: "date", value: ({ values }) => values.from },
  { name: "valid_to", label: "截止日期", type: "date", value: ({ values }) => values.to },
  {
    name: "min_notice_days",
    label: "提前天数",
    type: "integer",
    value: ({ values }) => values.minNoticeDays ?? 0,
  },
  { name: "qualification", label: "资质", type: "text", value: ({ values }) => values.qualification },
  { name: "cost", label: "收费", type: "text", value: ({ values }) => values.cost },
  { name: "tokens", type: "text[]", value: ({ prepared }) => prepared, stagedOnly: true },
];

/** Writes lines, the raw contacts beside them, and the match index: all or nothing. */
async function store(
  tx: EntityManager,
  staged: StagedBatch,
  rows: readonly Row[],
  scope: ImportScope,
): Promise<void> {
  await storeBatch(tx, staged, rows, scope);
  countLines(rows, scope);
  if (rows.some(({ outcome }) => outcome === "CHANGED")) {
    await keepContactRevisions(tx, scope.importId, RESOURCE_CONTACTS, STAGED_CONTACTS);
    await tx.query(CHANGE_CONTACTS);
    await indexStagedResources(tx, "CHANGED");
  }
  if (rows.some(({ outcome }) => outcome === "NEW")) {
    await tx.query(ADD_CONTACTS);
    await indexStagedResources(tx, "NEW");
  }
  const same = rows.filter(({ outcome }) => outcome === "UNCHANGED");
  await confirmResources(tx, idsOf(same), scope.clock.today());
}

export const streamedResources: StreamedList<ResourceValues> = {
  encode: async (tx, rows, scope) =>
    encodeBatch(tableOf(scope, await linesToNumber(tx, RESOURCE_TABLE, rows)), rows),
  store,
  known: (tx, sourceHashes, scope) => knownLines(tx, RESOURCE_TABLE, sourceHashes, scope),
  confirm: async (tx, rows, scope) => {
    if (scope.mode === "replace") await nameKnown(tx, tableOf(scope), rows);
    await confirmResources(tx, idsOf(rows), scope.clock.today());
  },
  withdrawMissing: async (tx, scope) => {
    const ids = await withdrawMissing(tx, tableOf(scope), scope);
    await indexResources(tx, ids);
    return ids.length;
  },
};

function tableOf(scope: ImportScope, toNumber: ReadonlySet<number> = new Set()): ListTable<ResourceValues> {
  const today = `'${scope.clock.today()}'::date`;
  return {
    name: RESOURCE_TABLE.name,
    identity: IDENTITY,
    withdrawWithin: "unit_id",
    keepsSourceHash: true,
    computed: {
      ...changeColumns(scope.clock.now()),
      confirmed_on: { insert: today, change: today },
    },
    columns: [...commonColumns<ResourceValues>(toNumber), ...COLUMNS],
  };
}

const STAGED_CONTACTS = `
  select target_id as id, contact, phone from pg_temp.staged_resource where target_id is not null and not is_same`;

const ADD_CONTACTS = `
  insert into resource_contact (resource_id, unit_id, contact, phone)
  select id, unit_id, contact, phone from pg_temp.staged_resource where target_id is null`;

const CHANGE_CONTACTS = `
  insert into resource_contact (resource_id, unit_id, contact, phone)
  select target_id, unit_id, contact, phone from pg_temp.staged_resource where target_id is not null and not is_same
  on conflict (resource_id) do update set contact = excluded.contact, phone = excluded.phone`;

function idsOf(rows: readonly (Row | KnownRow)[]): string[] {
  return rows.flatMap(({ id }) => (id === null ? [] : [id]));
}

import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { ImportScope, KnownRow, StreamedList } from "@gongjian/shared/import/list-definition";
import type { TableColumn } from "@gongjian/shared/import/stage-rows";
import { encodeBatch, storeBatch, type StagedBatch } from "@gongjian/shared/import/store-rows";
import { nameKnown, withdrawMissing } from "@gongjian/shared/import/withdraw-rows";
import type { ListTable } from "@gongjian/shared/import/list-table";
import type { EntityManager } from "typeorm";
import { isOfList } from "../merging/of-list.sql.ts";
import { keepContactRevisions, NEED_CONTACTS } from "../revision/contact-revision.ts";
import { knownLines, linesToNumber, type LinesTable } from "./known-lines.ts";
import { changeColumns, commonColumns, countLines, IDENTITY } from "./line-table.ts";
import { areaOf, type ListValues } from "./list-values.ts";

export interface NeedValues extends ListValues {
  urgency: "LOW" | "NORMAL" | "HIGH" | "URGENT";
  peopleServed: number | null;
  submittedOn: string | null;
}

export const NEED_TABLE: LinesTable = { name: "need", from: "needed_from", to: "needed_to" };

const COLUMNS: readonly TableColumn<NeedValues>[] = [
  { name: "area_code", label: "地点", type: "text", value: ({ values }) => areaOf(values) },
  { name: "needed_from", label: "开始时间", type: "date", value: ({ values }) => values.from },
  { name: "needed_to", label: "结束时间", type: "date", value: ({ values }) => values.to },
  { name: "urgency", label: "紧急程度", type: "text", value: ({ values }) => values.urgency },
  { name: "people_served", label: "受益人数", type: "integer", value: ({ values }) => values.peopleServed },
  { name: "submitted_on", label: "提交日期", type: "date", value: ({ values }) => values.submittedOn },
  { name: "tokens", type: "text[]", value: ({ prepared }) => prepared, derived: true },
];

/** Writes lines with the words by which they are matched, and the raw contacts beside them. */
async function store(
  tx: EntityManager,
  staged: StagedBatch,
  rows: readonly ImportRow<NeedValues>[],
  scope: ImportScope,
): Promise<void> {
  await storeBatch(tx, staged, rows, scope);
  countLines(rows, scope);
  if (rows.some(({ outcome }) => outcome === "CHANGED")) {
    await keepContactRevisions(tx, scope.importId, NEED_CONTACTS, STAGED_CONTACTS);
    await tx.query(CHANGE_CONTACTS);
  }
  if (rows.some(({ outcome }) => outcome === "NEW")) await tx.query(ADD_CONTACTS);
  const same = rows.filter(({ outcome }) => outcome === "UNCHANGED");
  await confirmNeeds(tx, idsOf(same), scope.clock.today());
}

/** Needs that are sent again are as fresh as today; nothing else of them moves. */
async function confirmNeeds(tx: EntityManager, ids: readonly string[], today: string): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    `update need set confirmed_on = $2 where id = any($1) and coalesce(confirmed_on < $2, true)`,
    [ids, today],
  );
}

function idsOf(rows: readonly (ImportRow<NeedValues> | KnownRow)[]): string[] {
  return rows.flatMap(({ id }) => (id === null ? [] : [id]));
}

export const streamedNeeds: StreamedList<NeedValues> = {
  encode: async (tx, rows, scope) =>
    encodeBatch(tableOf(scope, await linesToNumber(tx, NEED_TABLE, rows)), rows),
  store,
  known: (tx, sourceHashes, scope) => knownLines(tx, NEED_TABLE, sourceHashes, scope),
  confirm: async (tx, rows, scope) => {
    if (scope.mode === "replace") await nameKnown(tx, tableOf(scope), rows);
    await confirmNeeds(tx, idsOf(rows), scope.clock.today());
  },
  withdrawMissing: async (tx, scope) => (await withdrawMissing(tx, tableOf(scope), scope)).length,
};

const STAGED_CONTACTS = `
  select target_id as id, contact, phone from pg_temp.staged_need where target_id is not null and not is_same`;

const ADD_CONTACTS = `
  insert into need_contact (need_id, unit_id, contact, phone)
  select id, unit_id, contact, phone from pg_temp.staged_need where target_id is null`;

const CHANGE_CONTACTS = `
  insert into need_contact (need_id, unit_id, contact, phone)
  select target_id, unit_id, contact, phone from pg_temp.staged_need where target_id is not null and not is_same
  on conflict (need_id) do update set contact = excluded.contact, phone = excluded.phone`;

function tableOf(scope: ImportScope, toNumber: ReadonlySet<number> = new Set()): ListTable<NeedValues> {
  const today = `'${scope.clock.today()}'::date`;
  return {
    name: NEED_TABLE.name,
    identity: IDENTITY,
    withdrawWithin: "unit_id",
    isListed: isOfList("t"),
    keepsSourceHash: true,
    computed: { ...changeColumns(scope.clock.now()), confirmed_on: { insert: today, change: today } },
    columns: [...commonColumns<NeedValues>(toNumber), ...COLUMNS],
  };
}

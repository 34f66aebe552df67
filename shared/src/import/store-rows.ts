import type { EntityManager } from "typeorm";
import { newId } from "../id.ts";
import type { ImportRow } from "./import-row.ts";
import { changeOf, type ChangedRow } from "./describe-changes.ts";
import type { ImportScope } from "./list-definition.ts";
import { TableNames, type ListTable, type StoredTable } from "./list-table.ts";
import { encodeRows, stageEncoded, type EncodedRows, type TableColumn } from "./stage-rows.ts";
import { withdrawMissing } from "./withdraw-rows.ts";

export interface Stored {
  readonly withdrawn: number;
  readonly withdrawnIds: readonly string[];
}

/**
 * Writes the rows of a list and records the revision: new rows are inserted, rows with another content hash
 * updated, equal ones not touched, missing ones withdrawn in mode `replace`. Sets `outcome` and `id`.
 */
export async function storeRows<V extends object>(
  tx: EntityManager,
  table: ListTable<V>,
  rows: readonly ImportRow<V>[],
  scope: ImportScope,
): Promise<Stored> {
  await storeBatch(tx, encodeBatch(table, rows), rows, scope);
  const withdrawnIds = scope.mode === "replace" ? await withdrawMissing(tx, table, scope) : [];
  return { withdrawn: withdrawnIds.length, withdrawnIds };
}

/** Rows on their way into their table: what needs the processor is done, what needs the connection is not. */
export interface StagedBatch {
  readonly table: StoredTable;
  readonly encoded: EncodedRows;
}

/** Gives rows their identity and turns them into text, while another batch is being written. */
export function encodeBatch<V extends object>(
  table: ListTable<V>,
  rows: readonly ImportRow<V>[],
): StagedBatch {
  for (const row of rows) row.id = newId();
  return { table, encoded: encodeRows(stagedColumns(table), rows) };
}

/** As `storeRows`, for one batch of a list that is streamed: nothing is withdrawn yet. */
export async function storeBatch(
  tx: EntityManager,
  { table, encoded }: StagedBatch,
  rows: readonly ImportRow[],
  scope: ImportScope,
): Promise<void> {
  const names = new TableNames(table);
  await stageEncoded(tx, `staged_${table.name}`, encoded);
  await matchRows(tx, table, names);
  await reportOutcomes(tx, names, rows, scope);
  if (scope.mode === "replace") await nameStaged(tx, table, names);
  if (rows.some(({ outcome }) => outcome === "CHANGED")) await change(tx, table, names, scope);
  if (rows.some(({ outcome }) => outcome === "NEW")) {
    await tx.query(insertSql(table, names), [scope.importId]);
  }
}

function stagedColumns<V extends object>(table: ListTable<V>): TableColumn<V>[] {
  const sourceHash: TableColumn<V> = {
    name: "source_hash",
    type: "uuid",
    // A row with a notice is read again every time, so that its sender is told again.
    value: (row) => (row.isCorrected ? null : row.sourceHash),
  };
  return [
    { name: "id", type: "uuid", value: ({ id }) => id },
    { name: "content_hash", type: "text", value: ({ contentHash }) => contentHash },
    { name: "target_id", type: "uuid", value: () => null },
    { name: "is_same", type: "boolean", value: () => false },
    ...(table.keepsSourceHash ? [sourceHash] : []),
    ...table.columns,
  ];
}

/** Finds the stored row of each staged one, and whether it says the same already. */
async function matchRows(
  tx: EntityManager,
  { name, identity, withdrawWithin }: StoredTable,
  { stage }: TableNames,
): Promise<void> {
  const stands = withdrawWithin === undefined ? "" : "and t.state <> 'WITHDRAWN'";
  for (const key of identity) {
    await tx.query(`
      update ${stage} s
      set target_id = t.id, is_same = t.content_hash = s.content_hash ${stands}
      from ${name} t
      where s.target_id is null and ${key.map((column) => `t.${column} = s.${column}`).join(" and ")}
    `);
  }
}

interface MatchedRow {
  readonly row: number;
  readonly target_id: string;
  readonly is_same: boolean;
}

async function reportOutcomes(
  tx: EntityManager,
  { stage }: TableNames,
  rows: readonly ImportRow[],
  { session }: ImportScope,
): Promise<void> {
  const matched = await tx.query<MatchedRow[]>(
    `select row, target_id, is_same from ${stage} where target_id is not null`,
  );
  const byOrdinal = new Map(matched.map((match) => [match.row, match]));
  const refused: number[] = [];
  for (const row of rows) {
    const match = byOrdinal.get(row.ordinal);
    row.id = match?.target_id ?? row.id;
    const first = session.targets.lookup(row.id ?? "");
    if (first !== null) {
      refuseSecond(row, session.placeOf(first));
      refused.push(row.ordinal);
      continue;
    }
    session.targets.note(row.ordinal);
    row.outcome = match === undefined ? "NEW" : match.is_same ? "UNCHANGED" : "CHANGED";
  }
  if (refused.length > 0) await tx.query(`delete from ${stage} where row = any($1::integer[])`, [refused]);
}

/** Two rows with different keys can still mean one stored row, each by another of its identities. */
export function refuseSecond(row: ImportRow, first: string): void {
  row.id = null;
  row.refuse(
    null,
    "DUPLICATE_ROW",
    `与${first}指的是已发布的同一条，只收第一次出现的。`,
    "请删去其中一行，或改正编号。",
  );
}

async function nameStaged(
  tx: EntityManager,
  { withdrawWithin }: StoredTable,
  { stage, named, createNamed }: TableNames,
): Promise<void> {
  if (withdrawWithin === undefined) return;
  await tx.query(
    `${createNamed}; insert into ${named} select coalesce(target_id, id), ${withdrawWithin}::text from ${stage}`,
  );
}

async function change(
  tx: EntityManager,
  table: StoredTable,
  names: TableNames,
  { importId, session }: ImportScope,
): Promise<void> {
  const assignments = [
    ...names.columns.map((column) => `${column} = s.${column}`),
    "content_hash = s.content_hash",
    ...(table.keepsSourceHash ? ["source_hash = s.source_hash"] : []),
    ...names.computed.map(([column, { change: sql }]) => `${column} = ${sql}`),
  ];
  const changed = await tx.query<(ChangedRow & { readonly total: number })[]>(
    `with old as (
       select t.id, ${names.image("t")} as before
       from ${table.name} t join ${names.stage} s on s.target_id = t.id where not s.is_same
     ), changed as (
       update ${table.name} t set ${assignments.join(", ")}
       from ${names.stage} s where t.id = s.target_id and not s.is_same
       returning t.id, s.row, ${names.image("t")} as after
     ), recorded as (
       insert into publication_change (publication_id, row_id, kind, before)
       select $1, id, 'CHANGED', before from old
     )
     select id, before, after, count(*) over ()::integer as total
     from changed join old using (id) order by changed.row limit $2`,
    [importId, Math.max(session.changes.room, 1)],
  );
  session.changes.add(
    changed.slice(0, session.changes.room).map((row) => changeOf(row, table.columns)),
    changed[0]?.total ?? 0,
  );
}

function insertSql({ name, keepsSourceHash }: StoredTable, names: TableNames): string {
  const computed = names.computed.map(([column]) => column);
  const values = names.computed.map(([, { insert }]) => insert);
  const columns = ["id", "content_hash", ...(keepsSourceHash ? ["source_hash"] : []), ...names.columns];
  return `
    with created as (
      insert into ${name} (${[...columns, ...computed].join(", ")})
      select ${[...columns.map((column) => `s.${column}`), ...values].join(", ")}
      from ${names.stage} s where s.target_id is null order by s.row
      returning id
    )
    insert into publication_change (publication_id, row_id, kind) select $1, id, 'NEW' from created
  `;
}

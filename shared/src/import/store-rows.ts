import type { EntityManager } from "typeorm";
import { newId } from "../id.ts";
import type { ImportRow } from "./import-row.ts";
import type { ImportScope } from "./list-definition.ts";
import { assertName, stageRows, type TableColumn } from "./stage-rows.ts";

/**
 * The table behind a list. Beside `columns` it has `id uuid` and `content_hash text`; with `withdrawWithin`
 * also `state text` (PUBLISHED, WITHDRAWN, and what else the list knows).
 */
export interface ListTable<V extends object> {
  readonly name: string;
  readonly columns: readonly TableColumn<V>[];
  /**
   * Sets of columns that identify a row, tried in order: `[["unit_id", "external_id"], ["unit_id",
   * "content_key"]]`. Null equals nothing, so a row with an own number leaves `content_key` null.
   */
  readonly identity: readonly (readonly string[])[];
  /** Columns that SQL fills: `{ version: { insert: "1", change: "t.version + 1" } }`; `t` is the old row. */
  readonly computed?: Readonly<Record<string, { readonly insert: string; readonly change: string }>>;
  /** Mode `replace` withdraws what the file does not name, within the values of this column it does name. */
  readonly withdrawWithin?: string;
}

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
  const names = new TableNames(table);
  for (const row of rows) row.id = newId();
  await stageRows(tx, names.stage, stagedColumns(table), rows);
  await matchRows(tx, table, names);
  await reportOutcomes(tx, names, rows);

  const withdrawnIds = scope.mode === "replace" ? await withdraw(tx, table, names, scope) : [];
  await tx.query(updateSql(table, names), [scope.importId]);
  await tx.query(insertSql(table, names), [scope.importId]);
  return { withdrawn: withdrawnIds.length, withdrawnIds };
}

/** A withdrawn row that is sent again stands again; what its owner has suspended stays so. */
const STATE = {
  insert: "'PUBLISHED'",
  change: "case t.state when 'WITHDRAWN' then 'PUBLISHED' else t.state end",
};

class TableNames {
  readonly stage: string;
  readonly columns: readonly string[];
  readonly computed: readonly (readonly [string, { insert: string; change: string }])[];

  constructor(
    readonly table: { name: string } & Pick<ListTable<object>, "computed" | "withdrawWithin"> & {
        columns: readonly { name: string }[];
      },
  ) {
    assertName(table.name);
    this.stage = `staged_${table.name}`;
    this.columns = table.columns.map(({ name }) => name);
    const state = table.withdrawWithin === undefined ? {} : { state: STATE };
    this.computed = Object.entries({ ...table.computed, ...state });
  }

  /** What a revision keeps of a row. */
  image(alias: string): string {
    const kept = this.table.withdrawWithin === undefined ? this.columns : [...this.columns, "state"];
    return `jsonb_build_object(${kept.map((name) => `'${name}', ${alias}.${name}`).join(", ")})`;
  }
}

function stagedColumns<V extends object>(table: ListTable<V>): TableColumn<V>[] {
  return [
    { name: "id", type: "uuid", value: ({ id }) => id },
    { name: "content_hash", type: "text", value: ({ contentHash }) => contentHash },
    { name: "target_id", type: "uuid", value: () => null },
    { name: "is_same", type: "boolean", value: () => false },
    ...table.columns,
  ];
}

/** Finds the stored row of each staged one, and whether it says the same already. */
async function matchRows<V extends object>(
  tx: EntityManager,
  { name, identity, withdrawWithin }: ListTable<V>,
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
): Promise<void> {
  const matched = await tx.query<MatchedRow[]>(
    `select row, target_id, is_same from ${stage} where target_id is not null`,
  );
  const byRow = new Map(matched.map((match) => [match.row, match]));
  const firstByTarget = new Map<string, ImportRow>();
  const refused: number[] = [];
  for (const row of rows) {
    const match = byRow.get(row.row);
    const first = match && firstByTarget.get(match.target_id);
    if (first) {
      refuseSecond(row, first);
      refused.push(row.row);
      continue;
    }
    if (match) firstByTarget.set(match.target_id, row);
    row.outcome = match === undefined ? "NEW" : match.is_same ? "UNCHANGED" : "CHANGED";
    row.id = match?.target_id ?? row.id;
  }
  if (refused.length > 0) await tx.query(`delete from ${stage} where row = any($1::integer[])`, [refused]);
}

/** Two rows with different keys can still mean one stored row, each by another of its identities. */
function refuseSecond(row: ImportRow, first: ImportRow): void {
  row.id = null;
  row.refuse(
    null,
    "DUPLICATE_ROW",
    `与第 ${first.row} 行指的是已发布的同一条，只收第一次出现的。`,
    "请删去其中一行，或改正编号。",
  );
}

function updateSql({ name }: { name: string }, names: TableNames): string {
  const assignments = [
    ...names.columns.map((column) => `${column} = s.${column}`),
    "content_hash = s.content_hash",
    ...names.computed.map(([column, { change }]) => `${column} = ${change}`),
  ];
  return `
    with old as (
      select t.* from ${name} t join ${names.stage} s on s.target_id = t.id where not s.is_same
    ), changed as (
      update ${name} t set ${assignments.join(", ")}
      from ${names.stage} s where t.id = s.target_id and not s.is_same
      returning t.*
    )
    insert into publication_change (publication_id, row_id, kind, before, after)
    select $1, changed.id, 'CHANGED', ${names.image("old")}, ${names.image("changed")}
    from changed join old on old.id = changed.id
  `;
}

function insertSql({ name }: { name: string }, names: TableNames): string {
  const computed = names.computed.map(([column]) => column);
  const values = names.computed.map(([, { insert }]) => insert);
  const columns = ["id", "content_hash", ...names.columns];
  return `
    with created as (
      insert into ${name} (${[...columns, ...computed].join(", ")})
      select ${[...columns.map((column) => `s.${column}`), ...values].join(", ")}
      from ${names.stage} s where s.target_id is null order by s.row
      returning *
    )
    insert into publication_change (publication_id, row_id, kind, before, after)
    select $1, created.id, 'NEW', null, ${names.image("created")} from created
  `;
}

async function withdraw<V extends object>(
  tx: EntityManager,
  { name, withdrawWithin }: ListTable<V>,
  names: TableNames,
  scope: ImportScope,
): Promise<string[]> {
  if (withdrawWithin === undefined) return [];
  assertName(withdrawWithin);
  const changes = names.computed
    .filter(([column]) => column !== "state")
    .map(([column, { change }]) => `, ${column} = ${change}`);
  const gone = await tx.query<{ row_id: string }[]>(
    `with gone as (
       select t.* from ${name} t
       where t.state <> 'WITHDRAWN'
         and t.${withdrawWithin} in (select ${withdrawWithin} from ${names.stage})
         and not exists (select from ${names.stage} s where s.target_id = t.id)
     ), withdrawn as (
       update ${name} t set state = 'WITHDRAWN'${changes.join("")} from gone where t.id = gone.id returning t.*
     ), recorded as (
       insert into publication_change (publication_id, row_id, kind, before, after)
       select $1, withdrawn.id, 'WITHDRAWN', ${names.image("gone")}, ${names.image("withdrawn")}
       from withdrawn join gone on gone.id = withdrawn.id
       returning row_id
     )
     select row_id from recorded`,
    [scope.importId],
  );
  return gone.map(({ row_id: id }) => id);
}

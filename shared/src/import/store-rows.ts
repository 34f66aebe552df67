import type { EntityManager } from "typeorm";
import { newId } from "../id.ts";
import type { ImportRow } from "./import-row.ts";
import type { ImportScope, KnownRow } from "./list-definition.ts";
import type { FieldChange, ImportChange } from "./report.ts";
import { assertName, encodeRows, stageEncoded, type EncodedRows, type TableColumn } from "./stage-rows.ts";

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
  /** The table has `source_hash uuid`, by which a row is recognised when it is sent again as it was. */
  readonly keepsSourceHash?: boolean;
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
  await storeBatch(tx, encodeBatch(table, rows), rows, scope);
  const withdrawnIds = scope.mode === "replace" ? await withdrawMissing(tx, table, scope) : [];
  return { withdrawn: withdrawnIds.length, withdrawnIds };
}

/** A list's table without the way from a row to its values. */
type StoredTable = Omit<ListTable<never>, "columns"> & {
  readonly columns: readonly Omit<TableColumn<never>, "value">[];
};

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

/** Mode `replace`: these stored rows were in the upload, unread because they had not changed. */
export async function nameKnown<V extends object>(
  tx: EntityManager,
  table: ListTable<V>,
  rows: readonly KnownRow[],
): Promise<void> {
  const names = new TableNames(table);
  await tx.query(names.createNamed);
  await tx.query(`insert into ${names.named} select * from unnest($1::uuid[], $2::text[])`, [
    rows.map(({ id }) => id),
    rows.map(({ unitId }) => unitId),
  ]);
}

/** Mode `replace`, at the end: withdraws what the upload has not named, and returns the ids. */
export async function withdrawMissing<V extends object>(
  tx: EntityManager,
  table: ListTable<V>,
  scope: ImportScope,
): Promise<string[]> {
  const { name, withdrawWithin } = table;
  if (withdrawWithin === undefined) return [];
  const names = new TableNames(table);
  const changes = names.computed
    .filter(([column]) => column !== "state")
    .map(([column, { change }]) => `, ${column} = ${change}`);
  await tx.query(names.createNamed);
  const gone = await tx.query<WithdrawnRow[]>(
    `with gone as (
       select t.*, ${names.image("t")} as image from ${name} t
       where t.state <> 'WITHDRAWN'
         and t.${withdrawWithin}::text in (select within from ${names.named})
         and not exists (select from ${names.named} n where n.id = t.id)
     ), withdrawn as (
       update ${name} t set state = 'WITHDRAWN'${changes.join("")} from gone where t.id = gone.id
     ), recorded as (
       insert into publication_change (publication_id, row_id, kind, before)
       select $1, id, 'WITHDRAWN', image from gone
     )
     select id, ${withdrawWithin} as within, image from gone`,
    [scope.importId],
  );
  noteWithdrawn(gone, scope);
  return gone.map(({ id }) => id);
}

interface WithdrawnRow {
  readonly id: string;
  readonly within: string | null;
  readonly image: Readonly<Record<string, unknown>>;
}

function noteWithdrawn(gone: readonly WithdrawnRow[], { session }: ImportScope): void {
  for (const { within } of gone) if (within !== null) session.countsOf(within).withdrawn += 1;
  session.changes.add(
    gone
      .slice(0, session.changes.room)
      .map(({ id, image }) => ({ ...identityOf(id, image), kind: "WITHDRAWN" as const, fields: [] })),
    gone.length,
  );
}

/** A withdrawn row that is sent again stands again; what its owner has suspended stays so. */
const STATE = {
  insert: "'PUBLISHED'",
  change: "case t.state when 'WITHDRAWN' then 'PUBLISHED' else t.state end",
};

class TableNames {
  readonly stage: string;
  readonly named: string;
  readonly createNamed: string;
  readonly columns: readonly string[];
  readonly computed: readonly (readonly [string, { insert: string; change: string }])[];
  readonly #kept: readonly string[];

  constructor(table: {
    readonly name: string;
    readonly columns: readonly Pick<TableColumn<never>, "name" | "derived" | "stagedOnly">[];
    readonly computed?: ListTable<object>["computed"];
    readonly withdrawWithin?: string | undefined;
  }) {
    assertName(table.name);
    if (table.withdrawWithin !== undefined) assertName(table.withdrawWithin);
    this.stage = `pg_temp.staged_${table.name}`;
    this.named = `pg_temp.named_${table.name}`;
    this.createNamed = `create temporary table if not exists named_${table.name} (id uuid, within text) on commit drop`;
    const own = table.columns.filter(({ stagedOnly }) => !stagedOnly);
    this.columns = own.map(({ name }) => name);
    const state = table.withdrawWithin === undefined ? {} : { state: STATE };
    this.computed = Object.entries({ ...table.computed, ...state });
    const kept = own.filter(({ derived }) => !derived).map(({ name }) => name);
    this.#kept = table.withdrawWithin === undefined ? kept : [...kept, "state", "content_hash"];
  }

  /** What a revision keeps of a row. */
  image(alias: string): string {
    return `jsonb_build_object(${this.#kept.map((name) => `'${name}', ${alias}.${name}`).join(", ")})`;
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

interface ChangedRow {
  readonly id: string;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
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

function changeOf({ id, before, after }: ChangedRow, columns: StoredTable["columns"]): ImportChange {
  const fields = columns.flatMap(({ name, label }): FieldChange[] => {
    const [from, to] = [shown(before[name]), shown(after[name])];
    return label === undefined || from === to ? [] : [{ field: name, label, before: from, after: to }];
  });
  return { ...identityOf(id, after), kind: "CHANGED", fields };
}

function identityOf(
  id: string,
  image: Readonly<Record<string, unknown>>,
): Pick<ImportChange, "id" | "externalId" | "title"> {
  return { id, externalId: shown(image.external_id), title: shown(image.title ?? image.name) };
}

function shown(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.join("、");
  return typeof value === "string" ? value : JSON.stringify(value);
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

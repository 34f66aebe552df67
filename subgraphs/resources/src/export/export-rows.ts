import { asViewer } from "@gongjian/shared/database/viewer-transaction";
import type { ExportColumn, ExportSink } from "@gongjian/shared/export/export-sink";
import { guardFormulas } from "@gongjian/shared/export/formula-guard";
import type { Viewer } from "@gongjian/shared/viewer";
import type { DataSource } from "typeorm";
import type { ExportedList } from "./exported-lists.ts";
import type { LineField } from "./line-field.ts";
import { unitNames } from "./unit-names.ts";

/** Which rows of a list go out with which columns. */
export interface ExportQuery {
  readonly list: ExportedList;
  /** Without the unit, which comes first. */
  readonly fields: readonly LineField[];
  /** Headings, the unit's first. */
  readonly columns: readonly ExportColumn[];
  readonly withContacts: boolean;
  readonly unitId: string | null;
  /** Only of units that lie in this area. */
  readonly unitsBelow: string | null;
  /** Only rows of this area and below. */
  readonly areaCode: string | null;
  /** Null: all that stand. */
  readonly state: string | null;
}

type ExportRow = Readonly<Record<string, unknown>> & { readonly id: string; readonly unit_id: string };

const ROWS_PER_PAGE = 1_000;

/** As far as one export can go on without a pause of its reader. */
const LIMITS = "set local statement_timeout = '30s'; set local idle_in_transaction_session_timeout = '60s'";

export async function countRows(db: DataSource, viewer: Viewer, query: ExportQuery): Promise<number> {
  return asViewer(db, viewer, async (tx) => {
    await tx.query(LIMITS);
    const [counted] = await tx.query<[{ rows: number }]>(
      `select count(*)::integer as rows from ${fromSql(query)}`,
      parametersOf(query),
    );
    return counted.rows;
  });
}

/** Writes the rows page by page out of one snapshot, so that a publication meanwhile is wholly in or out. */
export async function writeRows(
  db: DataSource,
  viewer: Viewer,
  query: ExportQuery,
  sink: ExportSink,
): Promise<void> {
  await asViewer(db, viewer, async (tx) => {
    await tx.query("set transaction isolation level repeatable read, read only");
    await tx.query(LIMITS);
    const names = await unitNames(tx);
    const sql = pageSql(query);
    let after: string | null = null;
    for (;;) {
      const rows: ExportRow[] = await tx.query<ExportRow[]>(sql, [...parametersOf(query), after]);
      if (rows.length > 0) await sink.write(rows.map((row) => cellsOf(row, query.fields, names)));
      if (rows.length < ROWS_PER_PAGE) break;
      after = rows.at(-1)?.id ?? null;
    }
  });
  await sink.end();
}

function cellsOf(row: ExportRow, fields: readonly LineField[], names: ReadonlyMap<string, string>): string[] {
  const unit = names.get(row.unit_id) ?? row.unit_id;
  return [unit, ...fields.map(({ column, text }) => text(row[column]))].map(guardFormulas);
}

function fromSql({ list: { table, area, isListed = "true" } }: ExportQuery): string {
  return `${table} r join unit u on u.id = r.unit_id
    where ${isListed} and ($1::uuid is null or r.unit_id = $1)
      and ($2::text is null or starts_with(u.area_code, $2))
      and ($3::text is null or (r.${area} >= $3 and r.${area} < $3 || 'z'))
      and case when $4::text is null then r.state <> 'WITHDRAWN' else r.state = $4 end`;
}

function pageSql(query: ExportQuery): string {
  const { fields, withContacts, list } = query;
  const { name, key } = list.contacts;
  const personal = new Set(list.contactFields);
  const own = fields.filter((field) => !personal.has(field)).map(({ column }) => `r.${column}`);
  const page = `select r.id, r.unit_id, ${own.join(", ")} from ${fromSql(query)}
    and ($5::uuid is null or r.id > $5) order by r.id limit ${ROWS_PER_PAGE}`;
  if (!withContacts) return page;
  const contacts = list.contactFields.map(({ column }) => `c.${column}`);
  return `select page.*, ${contacts.join(", ")} from (${page}) page
    left join ${name} c on c.${key} = page.id order by page.id`;
}

function parametersOf({ unitId, unitsBelow, areaCode, state }: ExportQuery): (string | null)[] {
  return [unitId, unitsBelow, areaCode, state];
}

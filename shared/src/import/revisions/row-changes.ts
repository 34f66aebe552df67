import type { DataSource } from "typeorm";
import { objectOf, valueIn, type RevisableList } from "./revisable-list.ts";

export const CHANGE_KINDS = ["NEW", "CHANGED", "WITHDRAWN", "RESTORED"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** The values of a row by column, as JSON has them. */
export type RowImage = Readonly<Record<string, unknown>>;

/** One row before and after; `before` is null where it did not exist. Cursors hold its `rowId`. */
export interface RowChange {
  readonly rowId: string;
  readonly kind: ChangeKind;
  readonly before: RowImage | null;
  readonly after: RowImage | null;
  /** Whether its contact is another one; what it was and is stays out. */
  readonly isContactChanged: boolean;
}

/** Rows of which units: of one, of those below an area, or of all (null). */
export interface UnitScope {
  readonly unitId: string | null;
  readonly areaCode: string | null;
}

/** One page of the changes of one publication. */
export interface ChangesPage {
  readonly publicationId: string;
  readonly kind: ChangeKind | null;
  readonly after: string | null;
  readonly first: number;
}

/** A line that had been withdrawn and is sent again is stored as a change of its state. */
const KIND = `case when c.kind = 'CHANGED' and c.before ->> 'state' = 'WITHDRAWN' then 'RESTORED' else c.kind end`;

/**
 * Pages of what publications did, `first + 1` rows of each in the order of row ids, in one statement.
 *
 * @param isContactChanged SQL: whether change `c` gave its row another contact
 */
export async function readChanges(
  db: DataSource,
  list: RevisableList,
  pages: readonly ChangesPage[],
  { unitId, areaCode }: UnitScope,
  isContactChanged: string,
): Promise<RowChange[][]> {
  const rows = await db.query<(RowChange & { page: number })[]>(
    `select (page.number - 1)::integer as page, listed.*
     from unnest($1::uuid[], $2::text[], $3::uuid[], $4::integer[])
       with ordinality as page (publication_id, kind, after, size, number)
     cross join lateral (
       select c.row_id as "rowId", ${KIND} as kind, c.before,
         coalesce(later.before, ${currentImage(list)}) as after, ${isContactChanged} as "isContactChanged"
       from publication_change c
       join publication p on p.id = c.publication_id
       join ${list.table} t on t.id = c.row_id
       left join lateral (${nextChange("p.number")}) later on true
       where c.publication_id = page.publication_id and p.list = $5
         and (page.kind is null or page.kind = ${KIND})
         and (page.after is null or c.row_id > page.after) and ${inScope("$6", "$7")}
       order by c.row_id limit page.size + 1
     ) listed
     order by page.number, listed."rowId"`,
    [
      pages.map(({ publicationId }) => publicationId),
      pages.map(({ kind }) => kind),
      pages.map(({ after }) => after),
      pages.map(({ first }) => first),
      list.name,
      unitId,
      areaCode,
    ],
  );
  const byPage = pages.map((): RowChange[] => []);
  for (const { page, ...row } of rows) byPage[page]?.push(row);
  return byPage;
}

/** Two revisions by their numbers; `from` need not be the earlier one. */
export interface Comparison {
  readonly from: number;
  readonly to: number;
  readonly after: string | null;
  readonly first: number;
}

/**
 * What is different between the list after revision `from` and after revision `to`: `first + 1` rows in the
 * order of row ids. Rows that stand in neither, and those that came back to what they were, are not there.
 *
 * @param isContactChanged SQL: whether row `t` has another contact after `$2` than after `$3`, numbers in order
 */
export async function compareStates(
  db: DataSource,
  list: RevisableList,
  { from, to, after, first }: Comparison,
  { unitId, areaCode }: UnitScope,
  isContactChanged: string,
): Promise<RowChange[]> {
  const [earlier, later] = from <= to ? (["early", "late"] as const) : (["late", "early"] as const);
  return db.query<RowChange[]>(
    `with changed as (
       select c.row_id, min(p.number) as number
       from publication p join publication_change c on c.publication_id = p.id
       where p.list = $1 and p.number > $2::integer and p.number <= $3::integer
         and ($4::uuid is null or p.unit_id = $4 or p.unit_id is null) and ($6::uuid is null or c.row_id > $6)
       group by c.row_id
       order by c.row_id
     )
     select "rowId", before, after, "isContactChanged",
       case
         when "stoodBefore" and "standsAfter" then 'CHANGED'
         when "stoodBefore" then 'WITHDRAWN'
         when before is null then 'NEW'
         else 'RESTORED'
       end as kind
     from changed cross join lateral (
       select t.id as "rowId", ${earlier}.image as before, ${later}.image as after,
         coalesce(${earlier}.image ->> 'state', 'WITHDRAWN') <> 'WITHDRAWN' as "stoodBefore",
         coalesce(${later}.image ->> 'state', 'WITHDRAWN') <> 'WITHDRAWN' as "standsAfter",
         ${isContactChanged} as "isContactChanged"
       from ${list.table} t
       join publication p on p.list = $1 and p.number = changed.number
       join publication_change first on first.publication_id = p.id and first.row_id = t.id
       cross join lateral (select first.before as image) early
       cross join lateral (
         select coalesce((select later.before from (${nextChange("$3", "t.id")}) later), ${currentImage(list)})
           as image
       ) late
       where t.id = changed.row_id and ${inScope("$4", "$5")}
       offset 0 -- row by row, as far as the page goes
     ) compared
     where "stoodBefore" <> "standsAfter"
       or ("stoodBefore" and ("isContactChanged" or ${visible(list, "before")} <> ${visible(list, "after")}))
     order by changed.row_id limit $7`,
    [list.name, Math.min(from, to), Math.max(from, to), unitId, areaCode, after, first + 1],
  );
}

/** The next change of a row after the revision with this number; its `before` is what the row was until then. */
function nextChange(number: string, rowId = "c.row_id"): string {
  return `
    select n.before from publication_change n join publication np on np.id = n.publication_id
    where n.row_id = ${rowId} and np.number > ${number} order by np.number limit 1`;
}

function currentImage({ columns }: RevisableList): string {
  return objectOf([...columns, "state"], (column) => valueIn("t", column));
}

/** A column that an older image lacks counts as empty. */
function visible({ columns }: RevisableList, image: string): string {
  return objectOf([...columns, "state"], (column) => `${image} -> '${column}'`);
}

function inScope(unitId: string, areaCode: string): string {
  return `(${unitId}::uuid is null or t.unit_id = ${unitId})
    and (${areaCode}::text is null or exists (
      select from unit u where u.id = t.unit_id and starts_with(u.area_code, ${areaCode})))`;
}

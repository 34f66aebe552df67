import DataLoader from "dataloader";
import { decodeCursor, paginate, type Connection, type PageArgs } from "./connection.ts";
import { isId } from "./id.ts";

/** The pages of a list that hangs on a parent: the needs of a unit, the movements of an account. */
export interface PageLoader<Row> {
  /** @throws BAD_USER_INPUT for a cursor of another list */
  load(parent: string, page: PageArgs): Promise<Connection<Row>>;
}

/** A list in SQL. Only texts of the code stand here; what a caller sends goes in as parameters. */
export interface ListOfParent<Row> {
  readonly columns: string;
  /** Tables with their aliases. */
  readonly from: string;
  /** Which rows are the parent's: a condition over `page.parent`. */
  readonly belongs: string;
  readonly parent: "uuid" | "text";
  readonly order: PageOrder<Row>;
}

/** The unique column that a list is ordered by; cursors hold its value. */
interface PageOrder<Row> {
  /** As `from` calls it. */
  readonly column: string;
  /** As `columns` calls it. */
  readonly field: keyof Row & string;
  readonly type: "uuid" | "integer";
  readonly direction: "asc" | "desc";
}

/** A data source, or a transaction: whatever answers SQL with rows. */
interface Queryable {
  query<Rows>(sql: string, parameters: unknown[]): Promise<Rows>;
}

interface PageKey {
  readonly parent: string;
  readonly first: number;
  readonly after: string | null;
}

const IS_KEY = { uuid: isId, integer: (key: string) => /^\d{1,9}$/.test(key) };

/** The order in which rows were made, because ids that are made later sort later. */
export function byId<Row extends { readonly id: string }>(alias: string): PageOrder<Row> {
  return { column: `${alias}.id`, field: "id", type: "uuid", direction: "asc" };
}

/** Reads the pages of many parents in one statement, each page of its own size and place. */
export function createPageLoader<Row extends object>(
  db: Queryable,
  list: ListOfParent<Row>,
): PageLoader<Row> {
  const { type, field } = list.order;
  const sql = pagesSql(list);
  const loader = new DataLoader(
    async (keys: readonly PageKey[]) => {
      const rows = await db.query<(Row & { page: number })[]>(sql, [
        keys.map(({ parent }) => (list.parent === "text" || isId(parent) ? parent : null)),
        keys.map(({ after }) => after),
        keys.map(({ first }) => first),
      ]);
      const pages = keys.map((): Row[] => []);
      for (const row of rows) pages[row.page]?.push(row);
      return keys.map(({ first }, i) => paginate(pages[i] ?? [], first, (row) => String(row[field])));
    },
    { cacheKeyFn: ({ parent, first, after }) => `${first} ${after ?? ""} ${parent}` },
  );
  return {
    load: async (parent, { first, after }) =>
      loader.load({ parent, first, after: decodeCursor(after, IS_KEY[type]) }),
  };
}

function pagesSql<Row>({ columns, from, belongs, parent, order }: ListOfParent<Row>): string {
  const { column, field, type, direction } = order;
  const follows = `${column} ${direction === "asc" ? ">" : "<"} page.after`;
  return `
    select (page.number - 1)::integer as page, listed.*
    from unnest($1::${parent}[], $2::${type}[], $3::integer[])
      with ordinality as page (parent, after, size, number)
    cross join lateral (
      select ${columns} from ${from}
      where (${belongs}) and (page.after is null or ${follows})
      order by ${column} ${direction} limit page.size + 1
    ) listed
    order by page.number, listed."${field}" ${direction}`;
}

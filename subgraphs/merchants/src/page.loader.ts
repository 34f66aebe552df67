import { paginate, type Connection } from "@gongjian/shared/connection";
import DataLoader from "dataloader";
import type { DataSource } from "typeorm";
import type { PageOf } from "./page.ts";

export type PageLoader<Node> = DataLoader<PageOf, Connection<Node>, string>;

/** SQL of `createPageLoader`: one page of `alias` for each parent, in one statement. */
export function pagesSql(alias: string, columns: string, table: string, belongs: string): string {
  return `
    select page.number, ${alias}.*
    from unnest($1::text[], $2::uuid[], $3::integer[])
      with ordinality as page (parent, after, size, number)
    cross join lateral (
      select ${columns} from ${table} ${alias}
      where (${belongs}) and (page.after is null or ${alias}.id > page.after)
      order by ${alias}.id limit page.size + 1
    ) ${alias}
    order by page.number, ${alias}.id`;
}

/** One page for each of many parents with one statement, whatever their number. */
export function createPageLoader<Node extends { id: string }>(db: DataSource, sql: string): PageLoader<Node> {
  return new DataLoader(
    async (keys) => {
      const rows = await db.query<(Node & { number: string })[]>(sql, [
        keys.map(({ parent }) => parent),
        keys.map(({ afterId }) => afterId),
        keys.map(({ first }) => first),
      ]);
      const pages = keys.map((): Node[] => []);
      for (const row of rows) pages[Number(row.number) - 1]?.push(row);
      return keys.map(({ first }, i) => paginate(pages[i] ?? [], first, ({ id }) => id));
    },
    { cacheKeyFn: ({ parent, first, afterId }) => `${parent} ${first} ${afterId ?? ""}` },
  );
}

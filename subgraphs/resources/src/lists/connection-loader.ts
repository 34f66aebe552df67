import { paginate, type Connection, type PageArgs } from "@gongjian/shared/connection";
import DataLoader from "dataloader";
import { afterOf } from "./list-query.ts";

/** Reads the first rows after `after` of several lists in one statement, at most `limit` of each. */
export type ReadPages<Row> = (
  keys: readonly string[],
  limit: number,
  after: string | null,
) => Promise<(Row & { readonly key: string })[]>;

/** Pages of many lists at once: twenty organisations with their first five rows are one statement. */
export class ConnectionLoader<Row extends { readonly id: string }> {
  readonly #loaders = new Map<string, DataLoader<string, Connection<Row>>>();

  constructor(private readonly read: ReadPages<Row>) {}

  async load(key: string, page: PageArgs): Promise<Connection<Row>> {
    const after = afterOf(page);
    const name = `${page.first} ${after ?? ""}`;
    const loader = this.#loaders.get(name) ?? this.#create(page.first, after);
    this.#loaders.set(name, loader);
    return loader.load(key);
  }

  #create(first: number, after: string | null): DataLoader<string, Connection<Row>> {
    return new DataLoader(async (keys) => {
      const rowsByKey = new Map<string, Row[]>(keys.map((key) => [key, []]));
      for (const row of await this.read(keys, first + 1, after)) rowsByKey.get(row.key)?.push(row);
      return keys.map((key) => paginate<Row>(rowsByKey.get(key) ?? [], first, ({ id }) => id));
    });
  }
}

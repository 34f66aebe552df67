import { paginate, type Connection } from "@gongjian/shared/connection";
import DataLoader from "dataloader";

/** One page of the list that hangs on one parent. */
export interface PageKey {
  readonly parentId: string;
  readonly first: number;
  readonly after: string | null;
}

/** Pages of many parents at once. */
export type PageLoader<Key extends PageKey, Node> = DataLoader<Key, Connection<Node>, string>;

/**
 * A loader of pages. `read` gets all keys of a batch and answers, in one statement, up to `first + 1` rows
 * for each, marked with the key's position and in the order of their ids.
 */
export function createPageLoader<Key extends PageKey, Row extends { readonly id: string }>(
  read: (keys: readonly Key[]) => Promise<(Row & { readonly ordinal: number })[]>,
): PageLoader<Key, Row> {
  return new DataLoader(
    async (keys) => {
      const pages = keys.map((): Row[] => []);
      for (const row of await read(keys)) pages[row.ordinal]?.push(row);
      return keys.map(({ first }, i) => paginate<Row>(pages[i] ?? [], first, ({ id }) => id));
    },
    { cacheKeyFn: (key) => JSON.stringify(key) },
  );
}

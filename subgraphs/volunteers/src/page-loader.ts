import DataLoader from "dataloader";

/** A page of the things that belong to one owner. */
export interface PageKey {
  readonly owner: string;
  readonly first: number;
  /** The decoded cursor, or null for the first page. */
  readonly after: string | null;
}

export type PageLoader<Row> = DataLoader<PageKey, Row[], string>;

/**
 * Batches the pages of many owners: one statement for all that ask for the same page size and place.
 *
 * @param read rows of all owners, at most `limit` each, in the order of the page
 */
export function createPageLoader<Row>(
  read: (owners: readonly string[], limit: number, after: string | null) => Promise<Row[]>,
  ownerOf: (row: Row) => string,
): PageLoader<Row> {
  const readAlike = async (keys: readonly PageKey[]): Promise<Map<string, Row[]>> => {
    const [{ first, after }] = keys as [PageKey];
    const rows = await read(
      keys.map(({ owner }) => owner),
      first + 1,
      after,
    );
    return groupBy(rows, ownerOf);
  };
  return new DataLoader(
    async (keys) => {
      const groups = [...groupBy(keys, placeOf)];
      const pages = new Map(
        await Promise.all(groups.map(async ([place, group]) => [place, await readAlike(group)] as const)),
      );
      return keys.map((key) => pages.get(placeOf(key))?.get(key.owner) ?? []);
    },
    { cacheKeyFn: (key) => `${key.owner} ${placeOf(key)}` },
  );
}

function placeOf({ first, after }: PageKey): string {
  return `${first} ${after ?? ""}`;
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

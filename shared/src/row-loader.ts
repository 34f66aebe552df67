import DataLoader from "dataloader";
import { isId } from "./id.ts";

/** Rows by id, in one statement for all that a request asks for at once; `null` for an id without a row. */
export type RowLoader<Row> = DataLoader<string, Row | null>;

/**
 * Makes the loader of an entity, one per request: its cache must never outlive the caller's permissions.
 *
 * @param read gets what can be an id and gives the rows that the caller may see, in any order
 */
export function createRowLoader<Row extends { readonly id: string }>(
  read: (ids: readonly string[]) => Promise<Row[]>,
): RowLoader<Row> {
  return new DataLoader(async (keys) => {
    const ids = keys.filter(isId);
    const rows = ids.length > 0 ? await read(ids) : [];
    const rowById = new Map(rows.map((row) => [row.id, row]));
    return keys.map((key) => rowById.get(key.toLowerCase()) ?? null);
  });
}

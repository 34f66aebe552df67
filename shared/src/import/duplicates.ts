import type { ImportRow } from "./import-row.ts";
import type { ListDefinition } from "./list-definition.ts";

/** Takes the first of equal rows of one file and refuses the later ones, naming the first. */
export function refuseDuplicates<V extends object>(
  rows: readonly ImportRow<V>[],
  definition: Pick<ListDefinition<V>, "keysOf" | "likelyKeyOf">,
): void {
  const firstByKey = new Map<string, ImportRow<V>>();
  const firstByLikelyKey = new Map<string, ImportRow<V>>();
  for (const row of rows) {
    const keys = definition.keysOf(row);
    const same = keys.map((key) => firstByKey.get(key)).find((first) => first !== undefined);
    if (same) {
      row.refuse(null, "DUPLICATE_ROW", `与第 ${same.row} 行重复，只收第一次出现的。`, "请删去其中一行。");
      continue;
    }
    const likelyKey = definition.likelyKeyOf?.(row) ?? null;
    const likely = likelyKey === null ? undefined : firstByLikelyKey.get(likelyKey);
    if (likely) {
      row.refuse(
        null,
        "LIKELY_DUPLICATE",
        `与第 ${likely.row} 行疑似重复，默认不收。`,
        `确是两条的，请给每条填上自编编号；是同一条的，请把第 ${likely.row} 行改准后删去这一行。`,
      );
      continue;
    }
    for (const key of keys) firstByKey.set(key, row);
    if (likelyKey !== null) firstByLikelyKey.set(likelyKey, row);
  }
}

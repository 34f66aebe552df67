import type { ImportRow } from "./import-row.ts";
import type { ListDefinition } from "./list-definition.ts";
import { RowIndex } from "./row-index.ts";

/** Takes the first of equal rows of one upload and refuses the later ones, naming the first. */
export class Duplicates {
  readonly #exact = new RowIndex();
  readonly #likely = new RowIndex();

  /** @param placeOf where the row with that ordinal stands, for messages: 第 7 行 */
  constructor(private readonly placeOf: (ordinal: number) => string) {}

  check<V extends object>(
    row: ImportRow<V>,
    { keysOf, likelyKeyOf }: Pick<ListDefinition<V>, "keysOf" | "likelyKeyOf">,
  ): void {
    const keys = keysOf(row);
    for (const key of keys) {
      const same = this.#exact.lookup(key);
      if (same !== null) {
        this.#refuseSame(row, same);
        return;
      }
    }
    const likelyKey = likelyKeyOf?.(row) ?? null;
    const likely = likelyKey === null ? null : this.#likely.lookup(likelyKey);
    if (likely !== null) {
      this.#refuseLikely(row, likely);
      return;
    }
    if (likelyKey !== null) this.#likely.note(row.ordinal);
    for (const key of keys) {
      if (keys.length > 1) this.#exact.lookup(key);
      this.#exact.note(row.ordinal);
    }
  }

  #refuseSame(row: ImportRow, first: number): void {
    const place = this.placeOf(first);
    row.refuse(null, "DUPLICATE_ROW", `与${place}重复，只收第一次出现的。`, "请删去其中一行。");
  }

  #refuseLikely(row: ImportRow, first: number): void {
    const place = this.placeOf(first);
    row.refuse(
      null,
      "LIKELY_DUPLICATE",
      `与${place}疑似重复，默认不收。`,
      `确是两条的，请给每条填上自编编号；是同一条的，请把${place}改准后删去这一行。`,
    );
  }
}

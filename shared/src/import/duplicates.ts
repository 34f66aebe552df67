import { cellDifferences, type CellDifference, type SentRow } from "./cell-differences.ts";
import type { ImportRow } from "./import-row.ts";
import type { ListDefinition } from "./list-definition.ts";
import { RowIndex } from "./row-index.ts";

/** How many rows are kept as sent, so that a later one can be told what differs: an upload may have 500,000. */
const MOST_KEPT = 20_000;

/** Takes the first of equal rows of one upload and refuses the later ones, naming the first. */
export class Duplicates {
  readonly #exact = new RowIndex();
  readonly #likely = new RowIndex();
  /** Rows that another may be likely to repeat, by ordinal. */
  readonly #kept = new Map<number, SentRow>();

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
    if (likelyKey !== null) this.#noteLikely(row);
    for (const key of keys) {
      if (keys.length > 1) this.#exact.lookup(key);
      this.#exact.note(row.ordinal);
    }
  }

  #noteLikely({ ordinal, cells, places }: ImportRow): void {
    this.#likely.note(ordinal);
    if (this.#kept.size < MOST_KEPT) this.#kept.set(ordinal, { cells, places });
  }

  #refuseSame(row: ImportRow, first: number): void {
    const place = this.placeOf(first);
    row.refuse(null, "DUPLICATE_ROW", `与${place}重复，只收第一次出现的。`, "请删去其中一行。");
  }

  #refuseLikely(row: ImportRow, first: number): void {
    const place = this.placeOf(first);
    const known = this.#kept.get(first);
    const differences = known === undefined ? [] : cellDifferences(known, row);
    const headings = differences.map(({ heading }) => `“${heading}”`).join("、");
    row.refuse(
      null,
      "LIKELY_DUPLICATE",
      `与${place}疑似重复，默认不收。${described(differences)}`,
      `确是两条的，请给每条填上自编编号；是同一条的，请把${place}${headings === "" ? "" : `的${headings}`}改准后删去这一行。`,
    );
  }
}

function described(differences: readonly CellDifference[]): string {
  if (differences.length === 0) return "";
  const parts = differences.map(({ heading, texts }) => (texts === null ? heading : `${heading}：${texts}`));
  return `两行不同的是：${parts.join("；")}。`;
}

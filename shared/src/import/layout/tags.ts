import type { ListColumn } from "../list-definition.ts";

/** `#org+name`, `#time +open`: a hashtag and its attributes, as HXL writes them. */
const TAG = /^#[\p{L}\p{N}_]+(?:\+[\p{L}\p{N}_]+)*$/u;

const FEWEST_TAGS = 2;

/** Whether every cell that holds anything holds a tag, and there are at least two. */
export function isTagRow(cells: readonly string[]): boolean {
  const written = cells.map(foldTag).filter((text) => text !== "");
  return written.length >= FEWEST_TAGS && written.every((text) => TAG.test(text));
}

/**
 * The column whose tag it is. Attributes stand in any order; attributes beyond the column's own (`+zh`) do
 * not matter, and the column that shares most of them wins.
 */
export function columnTagged(sent: string, columns: readonly ListColumn[]): ListColumn | null {
  const given = partsOf(sent);
  let best: ListColumn | null = null;
  let most = -1;
  for (const column of columns) {
    for (const tag of column.tags ?? []) {
      const { name, attributes } = partsOf(tag);
      const fits = name === given.name && attributes.every((text) => given.attributes.includes(text));
      if (fits && attributes.length > most) {
        best = column;
        most = attributes.length;
      }
    }
  }
  return best;
}

function partsOf(tag: string): { readonly name: string; readonly attributes: readonly string[] } {
  const [name = "", ...attributes] = foldTag(tag).split("+");
  return { name, attributes };
}

function foldTag(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}

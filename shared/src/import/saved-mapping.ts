import { foldHeading } from "./fold-heading.ts";

/**
 * What a unit said once about its own headings: folded heading → field, or null for a column that is not
 * to be used. It wins over tags and known headings.
 */
export type SavedMapping = ReadonlyMap<string, string | null>;

/** For each heading its field, null if it is not to be used, or undefined where the mapping says nothing. */
export function applySavedMapping(
  headings: readonly string[],
  mapping: SavedMapping | null,
): readonly (string | null | undefined)[] {
  return headings.map((heading) => {
    const folded = foldHeading(heading);
    return folded === "" ? undefined : mapping?.get(folded);
  });
}

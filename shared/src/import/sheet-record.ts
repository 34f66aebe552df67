/** One record of a file; the heading is number 1, and blank records count but are not yielded. */
export interface SheetRecord {
  readonly number: number;
  readonly cells: readonly string[];
}

/** Whether a record has nothing in it but space. */
export function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === "");
}

/** One row of a sheet. */
export interface SheetRecord {
  /** From 1, blank ones counted: the row of a workbook, the record of a CSV file, the line of JSON lines. */
  readonly number: number;
  readonly cells: readonly string[];
}

/** How many records a batch has at most: readers yield to other work between two batches. */
export const RECORDS_PER_BATCH = 500;

const CONTENT = /\S/;

/** Whether a record has nothing in it but space. */
export function isBlank(cells: readonly string[]): boolean {
  return !cells.some((cell) => CONTENT.test(cell));
}

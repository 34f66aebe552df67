/** How one column of a list is filled in so that nothing has to be changed or asked. */
export interface ColumnGuide {
  /** What to write. */
  readonly how: readonly [chinese: string, english: string];
  /** A cell that is taken as it is. */
  readonly example: string | number;
  /** Default: TEXT. */
  readonly kind?: "TEXT" | "DATE" | "NUMBER" | "WHOLE_NUMBER";
  /** What the template offers to choose from. */
  readonly choices?: readonly string[];
  /** What else means the same as a choice. */
  readonly alsoTaken?: readonly string[];
  /** Several values in one cell, joined by 、. */
  readonly several?: boolean;
  /** Characters. */
  readonly maxLength?: number;
  /** False: the same can be said in other columns, and the template has those. */
  readonly inTemplate?: boolean;
}

/** By the field of the column. */
export type ColumnGuides<Field extends string = string> = Readonly<Partial<Record<Field, ColumnGuide>>>;

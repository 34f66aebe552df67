import { foldHeading } from "../fold-heading.ts";
import type { ListColumn, ListDefinition } from "../list-definition.ts";
import type { ColumnGuide } from "./column-guide.ts";

/** A column with how it is filled in. */
export interface GuidedColumn {
  readonly column: ListColumn;
  readonly guide: ColumnGuide;
  /** A heading without spaces that the importer takes for this column alone, English where there is one. */
  readonly key: string;
}

type GuidedList = Pick<ListDefinition, "columns" | "guides">;

const UNGUIDED: ColumnGuide = { how: ["文字。", "Text."], example: "" };

/** The columns that templates and the schema show. */
export function guidedColumns({ columns, guides = {} }: GuidedList): readonly GuidedColumn[] {
  const uses = countHeadings(columns);
  return columns.flatMap((column) => {
    const guide = guides[column.field] ?? UNGUIDED;
    return guide.inTemplate === false ? [] : { column, guide, key: keyOf(column, uses) };
  });
}

/** In how many columns a heading could go. */
function countHeadings(columns: readonly ListColumn[]): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const { headings, label } of columns) {
    for (const heading of new Set([label, ...headings].map(foldHeading))) {
      uses.set(heading, (uses.get(heading) ?? 0) + 1);
    }
  }
  return uses;
}

function keyOf({ field, headings, label }: ListColumn, uses: ReadonlyMap<string, number>): string {
  const own = [...headings, label].filter((heading) => uses.get(foldHeading(heading)) === 1);
  const isNamedLikeField = own.some((heading) => foldHeading(heading) === foldHeading(field));
  if (isNamedLikeField) return field;
  return (
    own.find((heading) => /^[a-z][a-zA-Z]*$/.test(heading)) ??
    own.find((heading) => /^\w+$/.test(heading)) ??
    label
  );
}

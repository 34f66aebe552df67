import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { TableColumn } from "@gongjian/shared/import/stage-rows";
import { contentKeyOf, quantityOf, titleKeyOf, unitOf, type ListValues } from "./list-values.ts";

/** What the tables of both lists call alike. @param toNumber lines that give their number to a stored one */
export function commonColumns<V extends ListValues>(toNumber: ReadonlySet<number>): TableColumn<V>[] {
  const usesContentKey = ({ row, values }: ImportRow<V>): boolean =>
    values.externalId === null || toNumber.has(row);
  return [
    { name: "unit_id", type: "uuid", value: ({ values }) => unitOf(values) },
    { name: "external_id", type: "text", value: ({ values }) => values.externalId },
    { name: "category_code", type: "text", value: ({ values }) => values.category },
    { name: "title", type: "text", value: ({ values }) => values.title },
    { name: "description", type: "text", value: ({ values }) => values.description ?? "" },
    { name: "quantity", type: "numeric", value: ({ values }) => quantityOf(values) },
    { name: "unit_of_measure", type: "text", value: ({ values }) => values.unitOfMeasure },
    { name: "audience", type: "text[]", value: ({ values }) => values.audience },
    { name: "schedule", type: "text", value: ({ values }) => values.schedule ?? "" },
    { name: "title_key", type: "text", value: ({ values }) => titleKeyOf(values) },
    {
      name: "content_key",
      type: "text",
      value: (row) => (usesContentKey(row) ? contentKeyOf(row.values) : null),
    },
  ];
}

/** Own number first; then, for lines without one, title and dates. */
export const IDENTITY = [
  ["unit_id", "external_id"],
  ["unit_id", "content_key"],
] as const;

/** Columns that count and date the changes of a line. `now` is our own clock's, never a sender's text. */
export function changeColumns(now: Date): Record<string, { insert: string; change: string }> {
  const instant = `'${now.toISOString()}'::timestamptz`;
  return {
    version: { insert: "1", change: "t.version + 1" },
    published_at: { insert: instant, change: "t.published_at" },
    updated_at: { insert: instant, change: instant },
  };
}

/** The identities of a line inside its file. */
export function keysOf({ values }: ImportRow<ListValues>): string[] {
  const key = values.externalId === null ? JSON.stringify(values) : `#${values.externalId}`;
  return [`${unitOf(values)} ${key}`];
}

/** Without own numbers, the same title and dates are probably the same thing sent twice. */
export function likelyKeyOf({ values }: ImportRow<ListValues>): string | null {
  return values.externalId === null ? `${unitOf(values)} ${contentKeyOf(values)}` : null;
}

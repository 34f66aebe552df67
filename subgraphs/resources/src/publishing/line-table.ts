import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { ImportScope } from "@gongjian/shared/import/list-definition";
import type { TableColumn } from "@gongjian/shared/import/stage-rows";
import { maskName, maskPhone } from "@gongjian/shared/masked-text";
import { contentKeyOf, phoneOf, quantityOf, titleKeyOf, unitOf, type ListValues } from "./list-values.ts";

/** What the tables of both lists call alike. @param toNumber lines that give their number to a stored one */
export function commonColumns<V extends ListValues>(toNumber: ReadonlySet<number>): TableColumn<V>[] {
  const usesContentKey = ({ ordinal, values }: ImportRow<V>): boolean =>
    values.externalId === null || toNumber.has(ordinal);
  return [
    { name: "unit_id", type: "uuid", value: ({ values }) => unitOf(values) },
    { name: "external_id", label: "编号", type: "text", value: ({ values }) => values.externalId },
    { name: "category_code", label: "类别", type: "text", value: ({ values }) => values.category },
    { name: "title", label: "名称", type: "text", value: ({ values }) => values.title },
    { name: "description", label: "内容", type: "text", value: ({ values }) => values.description ?? "" },
    { name: "quantity", label: "数量", type: "numeric", value: ({ values }) => quantityOf(values) },
    { name: "unit_of_measure", label: "计量单位", type: "text", value: ({ values }) => values.unitOfMeasure },
    { name: "audience", label: "服务对象", type: "text[]", value: ({ values }) => values.audience },
    { name: "schedule", label: "时间", type: "text", value: ({ values }) => values.schedule ?? "" },
    { name: "remarks", label: "备注", type: "text", value: ({ values }) => values.remarks },
    {
      name: "contact_masked",
      label: "联系人",
      type: "text",
      value: ({ values: { contact } }) => (contact === null ? null : maskName(contact)),
    },
    {
      name: "phone_masked",
      label: "联系电话",
      type: "text",
      value: ({ values }) => {
        const number = phoneOf(values);
        return number === null ? null : maskPhone(number);
      },
    },
    { name: "contact", type: "text", value: ({ values }) => values.contact, stagedOnly: true },
    { name: "phone", type: "text", value: ({ values }) => phoneOf(values), stagedOnly: true },
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

/** Notes for each unit how many of its lines were new, changed, the same. */
export function countLines(
  rows: readonly ImportRow<Pick<ListValues, "unit">>[],
  { session }: ImportScope,
): void {
  for (const { values, outcome } of rows) {
    if (outcome === null) continue;
    const counts = session.countsOf(unitOf(values));
    if (outcome === "NEW") counts.new += 1;
    else if (outcome === "CHANGED") counts.changed += 1;
    else counts.unchanged += 1;
  }
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

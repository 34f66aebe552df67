import type { ListDefinition } from "../list-definition.ts";
import { guidedColumns } from "./guided-columns.ts";

/** UTF-8 with BOM, so that spreadsheets show Chinese: one line of headings. */
export function csvTemplate(list: Pick<ListDefinition, "columns" | "guides">): string {
  const cells = guidedColumns(list).map(({ column: { label } }) =>
    /[",\r\n]/.test(label) ? `"${label.replaceAll('"', '""')}"` : label,
  );
  return `\ufeff${cells.join(",")}\r\n`;
}

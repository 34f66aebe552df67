import type { StoredTable } from "./list-table.ts";
import type { FieldChange, ImportChange } from "./report.ts";

/** A stored row before and after an upload, as a revision keeps it. */
export interface ChangedRow {
  readonly id: string;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

/** What is different, column by column; columns without a name are not shown. */
export function changeOf({ id, before, after }: ChangedRow, columns: StoredTable["columns"]): ImportChange {
  const fields = columns.flatMap(({ name, label }): FieldChange[] => {
    const [from, to] = [shown(before[name]), shown(after[name])];
    return label === undefined || from === to ? [] : [{ field: name, label, before: from, after: to }];
  });
  return { ...identityOf(id, after), kind: "CHANGED", fields };
}

export function identityOf(
  id: string,
  image: Readonly<Record<string, unknown>>,
): Pick<ImportChange, "id" | "externalId" | "title"> {
  return { id, externalId: shown(image.external_id), title: shown(image.title ?? image.name) };
}

function shown(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.join("、");
  return typeof value === "string" ? value : JSON.stringify(value);
}

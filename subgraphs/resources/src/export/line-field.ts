import { category } from "@gongjian/shared/contracts/categories";
import type { Operation } from "@gongjian/shared/contracts/permissions";
import type { Words } from "@gongjian/shared/import/values/choice";
import { may, type Viewer } from "@gongjian/shared/viewer";

/** A column of a list as people read it: its heading in Chinese and its value in the words the import takes. */
export interface LineField {
  /** As the list's definition calls it. */
  readonly field: string;
  /** The Chinese heading, the same as in the list's definition. */
  readonly label: string;
  /** The column of its table. */
  readonly column: string;
  /** Characters, for the column of a sheet. */
  readonly width: number;
  readonly text: (value: unknown) => string;
  /** What one must be allowed to see it; without, whoever sees the line does. */
  readonly guard?: Operation;
}

/** The fields that a viewer may see, in files as in queries. */
export function fieldsFor(viewer: Viewer, fields: readonly LineField[]): readonly LineField[] {
  return fields.filter(({ guard }) => guard === undefined || may(viewer, guard));
}

export function plain(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function joined(value: unknown): string {
  return Array.isArray(value) ? value.join("、") : plain(value);
}

/** The first of the words that the import takes for a value of a closed set. */
export function worded(words: Words<string>): (value: unknown) => string {
  return (value) => words[plain(value)]?.[0] ?? plain(value);
}

/** `C04` as `C04按摩理疗`: the import goes by the code, the reader by the name. */
export function categoryText(value: unknown): string {
  const code = plain(value);
  const known = category(code);
  return known?.parentCode ? `${code}${known.name}` : code;
}

/** The heading of a field in its list's definition. */
export function labelsOf(columns: readonly { field: string; label: string }[]): (field: string) => string {
  const labels = new Map(columns.map(({ field, label }) => [field, label]));
  return (field) => {
    const label = labels.get(field);
    if (label === undefined) throw new Error(`The list has no column for ${field}.`);
    return label;
  };
}

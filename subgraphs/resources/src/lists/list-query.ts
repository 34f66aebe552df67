import { forbidden } from "@gongjian/shared/errors";
import { may, type Viewer } from "@gongjian/shared/viewer";

/** What both lists can be asked for. */
export interface ListFilter {
  readonly unitId?: string | null;
  readonly areaCode?: string | null;
  readonly category?: string | null;
  readonly text?: string | null;
  readonly state?: string | null;
  readonly openOn?: string | null;
  readonly externalId?: string | null;
}

/** What the two tables call their area and the ends of their period; the row is `r`, its unit `u`. */
export interface ListColumns {
  readonly area: string;
  readonly from: string;
  readonly to: string;
}

/** SQL conditions with their parameters. Only texts of this file become SQL; values are always parameters. */
export interface ListQuery {
  readonly where: string;
  readonly parameters: unknown[];
}

/** @throws FORBIDDEN when withdrawn rows are asked for by someone who publishes nothing */
export function listQuery(
  viewer: Viewer,
  filter: ListFilter,
  after: string | null,
  { area, from, to }: ListColumns,
): ListQuery {
  const clauses: string[] = [];
  const parameters: unknown[] = [];
  const add = (value: unknown, clause: (parameter: string) => string): void => {
    if (value === null || value === undefined) return;
    parameters.push(value);
    clauses.push(clause(`$${parameters.length}`));
  };

  add(after, (p) => `r.id > ${p}`);
  add(filter.unitId, (p) => `r.unit_id = ${p}`);
  add(filter.areaCode, (p) => `r.${area} >= ${p} and r.${area} < ${p} || 'z'`);
  add(filter.category, (p) => `r.category_code >= ${p} and r.category_code < ${p} || 'z'`);
  add(filter.externalId, (p) => `r.external_id = ${p}`);
  add(filter.openOn, (p) => `coalesce(r.${from} <= ${p}, true) and coalesce(r.${to} >= ${p}, true)`);
  add(patternOf(filter.text), (p) => `(r.title ilike ${p} or r.description ilike ${p})`);
  add(filter.state ?? "PUBLISHED", (p) => `r.state = ${p}`);
  if (filter.state === "WITHDRAWN") {
    if (!may(viewer, "list.publish")) throw forbidden();
    add(viewer.unitId, (p) => `r.unit_id = ${p}`);
    add(viewer.areaCode, (p) => `starts_with(u.area_code, ${p})`);
  }
  return { where: clauses.join(" and "), parameters };
}

/** Withdrawn rows are seen by those alone who may publish for their unit. */
export function isVisible(
  viewer: Viewer,
  row: { readonly state: string; readonly unitId: string; readonly unitAreaCode: string },
): boolean {
  if (row.state !== "WITHDRAWN") return true;
  return may(viewer, "list.publish", { unitId: row.unitId, areaCode: row.unitAreaCode });
}

function patternOf(text: string | null | undefined): string | null {
  const wanted = text?.trim() ?? "";
  return wanted === "" ? null : `%${wanted.replace(/[\\%_]/g, String.raw`\$&`)}%`;
}

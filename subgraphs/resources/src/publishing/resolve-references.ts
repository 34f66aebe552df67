import type { ImportRow } from "@gongjian/shared/import/import-row";
import { isId } from "@gongjian/shared/id";
import type { EntityManager } from "typeorm";
import type { ProjectValues } from "./project-values.ts";
import type { KnownUnit } from "./resolve-units.ts";

/** A line of another list that a project refers to. */
export interface ReferredResource {
  readonly id: string;
  readonly number: string | null;
  readonly title: string;
  readonly unitId: string;
  readonly unitName: string;
  readonly unitAreaCode: string;
}

const COUNTY_DIGITS = 6;

/**
 * Numbers of needs and resources become ids. A number is its unit's own: those of the lead and of the
 * partners come first, then the only one of the county; among several, nothing is guessed.
 *
 * @returns the resources that lines refer to, by id
 */
export async function resolveReferences(
  tx: EntityManager,
  rows: readonly ImportRow<ProjectValues>[],
  leads: ReadonlyMap<string, KnownUnit>,
): Promise<ReadonlyMap<string, ReferredResource>> {
  const resources = await readReferred(
    tx,
    "resource",
    rows.flatMap(({ values }) => values.commitments.map(({ resource }) => resource)),
  );
  const needs = await readReferred(
    tx,
    "need",
    rows.flatMap(({ values }) => [...values.needs, ...values.commitments.flatMap(({ need }) => need ?? [])]),
  );
  for (const row of rows) {
    const near = new Set([row.values.unit ?? "", ...row.values.partners]);
    const county = leads.get(row.values.unit ?? "")?.areaCode.slice(0, COUNTY_DIGITS) ?? "";
    const idOf = (kind: Kind, sent: string): string | null => {
      const lines = kind === RESOURCE ? resources : needs;
      return settle(row, kind, sent, candidatesFor(lines.get(sent) ?? [], near, county));
    };
    settleLine(row.values, idOf);
    refuseTwice(row);
  }
  return new Map([...resources.values()].flat().map((resource) => [resource.id, resource]));
}

interface Kind {
  readonly field: "commitments" | "needs";
  readonly label: string;
  readonly code: "RESOURCE" | "NEED";
}
const RESOURCE: Kind = { field: "commitments", label: "资源", code: "RESOURCE" };
const NEED: Kind = { field: "needs", label: "需求", code: "NEED" };

/**
 * A need that a promise is for belongs to the project, whether or not the other column names it. With one
 * need for the whole line, all promises are for it.
 */
function settleLine(values: ProjectValues, idOf: (kind: Kind, sent: string) => string | null): void {
  const needs = new Set(values.needs.flatMap((sent) => idOf(NEED, sent) ?? []));
  for (const commitment of values.commitments) {
    commitment.resource = idOf(RESOURCE, commitment.resource) ?? commitment.resource;
    if (commitment.need === null) continue;
    commitment.need = idOf(NEED, commitment.need);
    if (commitment.need !== null) needs.add(commitment.need);
  }
  values.needs = [...needs];
  const [only] = values.needs;
  if (only === undefined || values.needs.length > 1) return;
  for (const commitment of values.commitments) commitment.need ??= only;
}

/** Different texts can mean the same promise, of which only one would count. */
function refuseTwice(row: ImportRow<ProjectValues>): void {
  const { commitments } = row.values;
  const promises = new Set(commitments.map(({ resource, need }) => `${resource} ${need ?? ""}`));
  if (promises.size === commitments.length) return;
  row.refuse("commitments", "COMMITMENT_TWICE", "“对应资源号”里同一资源对同一需求写了两次，请合成一项。");
}

function candidatesFor(
  lines: readonly ReferredResource[],
  near: ReadonlySet<string>,
  county: string,
): readonly ReferredResource[] {
  const own = lines.filter(({ unitId }) => near.has(unitId));
  return own.length > 0 ? own : lines.filter(({ unitAreaCode }) => unitAreaCode.startsWith(county));
}

function settle(
  row: ImportRow<ProjectValues>,
  { field, label, code }: Kind,
  sent: string,
  found: readonly ReferredResource[],
): string | null {
  const [line, ...others] = found;
  if (line && others.length === 0) return line.id;
  if (line) {
    const units = found.slice(0, 3).map(({ unitName }) => unitName);
    row.refuse(
      field,
      `${code}_AMBIGUOUS`,
      `编号为“${sent.slice(0, 50)}”的${label}不止一条：${units.join("、")}都有。`,
      "请把那个单位写进参与单位，或改填平台给的 id。",
    );
  } else {
    row.refuse(
      field,
      `UNKNOWN_${code}`,
      `没有编号为“${sent.slice(0, 50)}”的${label}，或已撤回。`,
      `请先报送${label}清单，再填它的编号。`,
    );
  }
  return null;
}

async function readReferred(
  tx: EntityManager,
  table: "resource" | "need",
  sent: readonly string[],
): Promise<ReadonlyMap<string, readonly ReferredResource[]>> {
  if (sent.length === 0) return new Map();
  const numbers = [...new Set(sent)];
  const lines = await tx.query<ReferredResource[]>(
    `select t.id, t.external_id as number, t.title, t.unit_id as "unitId", u.short_name as "unitName",
       u.area_code as "unitAreaCode"
     from ${table} t join unit u on u.id = t.unit_id
     where (t.external_id = any($1) or t.id = any($2)) and t.state not in ('WITHDRAWN', 'MERGED') order by t.id`,
    [numbers, numbers.filter(isId)],
  );
  const byText = new Map<string, ReferredResource[]>();
  for (const sentNumber of numbers) {
    const meant = lines.filter(({ id, number }) => number === sentNumber || id === sentNumber.toLowerCase());
    byText.set(sentNumber, meant);
  }
  return byText;
}

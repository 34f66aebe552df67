import type { ImportRow } from "@gongjian/shared/import/import-row";
import type { EntityManager } from "typeorm";
import type { ProjectValues } from "./project-values.ts";
import type { KnownUnit } from "./resolve-units.ts";

interface NamedUnit {
  readonly id: string;
  readonly areaCode: string;
  readonly texts: readonly string[];
}

const COUNTY_DIGITS = 6;

/** Partners by USCC, name or short name inside the lead's county. Others stay in the line as they are written. */
export async function resolvePartners(
  tx: EntityManager,
  rows: readonly ImportRow<ProjectValues>[],
  leads: ReadonlyMap<string, KnownUnit>,
): Promise<void> {
  const texts = [...new Set(rows.flatMap(({ values }) => values.partners.map(fold)))];
  if (texts.length === 0) return;
  const units = await tx.query<NamedUnit[]>(
    `select * from (
       select id, area_code as "areaCode",
         array[id::text, uscc, replace(normalize(name, nfkc), ' ', ''),
           replace(normalize(short_name, nfkc), ' ', '')] as texts
       from unit
     ) named where texts && $1::text[]`,
    [texts],
  );
  const byText = new Map<string, NamedUnit[]>();
  for (const unit of units) {
    for (const text of new Set(unit.texts)) byText.set(text, [...(byText.get(text) ?? []), unit]);
  }
  for (const row of rows) settle(row, byText, leads.get(row.values.unit ?? "")?.areaCode ?? "");
}

function settle(
  row: ImportRow<ProjectValues>,
  byText: ReadonlyMap<string, NamedUnit[]>,
  leadArea: string,
): void {
  const county = leadArea.slice(0, COUNTY_DIGITS);
  const { values } = row;
  const ids = new Set<string>();
  const others: string[] = [];
  for (const sent of values.partners) {
    const found = (byText.get(fold(sent)) ?? []).filter(({ areaCode }) => areaCode.startsWith(county));
    const [unit] = found;
    if (unit && found.length === 1) ids.add(unit.id);
    else others.push(sent.slice(0, 200));
  }
  ids.delete(values.unit ?? "");
  values.partners = [...ids];
  values.otherPartners = others;
  if (others.length === 0) return;
  row.correct(
    "partners",
    "UNKNOWN_PARTNER",
    `没有登记过或不止一个单位叫“${others.join("、").slice(0, 100)}”，照原文保留，不算成员单位。`,
    "请填登记的全称、简称或统一社会信用代码。",
  );
}

function fold(text: string): string {
  return text.normalize("NFKC").replace(/\s+/g, "");
}
